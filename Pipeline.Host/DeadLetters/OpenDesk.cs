using System.Data.Common;
using Pipeline.Host.DeadLetters.Sockets;
using Pipeline.Persistence;
using Pipeline.Persistence.Files;
using Pipeline.Transport.Settings;
using Pipeline.Workers.DeadLetters;
using Pipeline.Workers.DeadLetters.Desk;

namespace Pipeline.Host.DeadLetters;

/// <summary>
/// The desk that is at hand. With a database and a broker the store and the queues are reached directly; else
/// they are the running host's, which is asked over its socket; else the files are opened in its stead.
/// </summary>
internal sealed class OpenDesk : IAsyncDisposable
{
    private readonly IDeadLetterDesk _desk;
    private readonly IAsyncDisposable? _owner;

    private OpenDesk(IDeadLetterDesk desk, IAsyncDisposable? owner) => (_desk, _owner) = (desk, owner);

    /// <exception cref="SettingsException">The configuration is wrong.</exception>
    /// <exception cref="PersistenceException">A host owns the state directory, but does not answer.</exception>
    public static async Task<OpenDesk> FindAsync()
    {
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        configuration.AddPipelineSettings(SettingsSource.Read(Directory.GetCurrentDirectory()));
        configuration.RequireBindable();

        var hasBroker = !string.IsNullOrEmpty(configuration["RabbitMq:Url"]);
        if (configuration.UsesDatabase() && hasBroker) return Direct(configuration);
        if (await SocketDesk.ConnectAsync(StateDirectory.Configured(configuration)) is { } socket) return new OpenDesk(socket, socket);

        return Direct(configuration);
    }

    /// <summary>Does something at the desk.</summary>
    /// <exception cref="PersistenceException">The database cannot be used.</exception>
    public async Task<int> UseAsync(Func<IDeadLetterDesk, Task<int>> action)
    {
        try
        {
            return await action(_desk);
        }
        catch (Exception fault) when (fault.GetBaseException() is DbException or System.Net.Sockets.SocketException)
        {
            throw new PersistenceException($"DATABASE_URL: the database cannot be used: {fault.GetBaseException().Message}", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is not null) await _owner.DisposeAsync();
    }

    /// <summary>Opens the store itself. Files are opened under the directory's lock, as a host would.</summary>
    private static OpenDesk Direct(ConfigurationManager configuration)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddSimpleConsole().AddFilter("Pipeline", LogLevel.Warning).AddFilter("Microsoft", LogLevel.None))
            .AddPipelinePersistence(configuration)
            .AddDeadLetterDesk(configuration)
            .BuildServiceProvider();
        if (!configuration.UsesDatabase()) services.GetRequiredService<StateDirectory>().Claim();
        return new OpenDesk(services.GetRequiredService<IDeadLetterDesk>(), services);
    }
}
