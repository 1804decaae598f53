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
    private readonly StateDirectory? _directory;

    private OpenDesk(IDeadLetterDesk desk, IAsyncDisposable? owner, StateDirectory? directory) => (_desk, _owner, _directory) = (desk, owner, directory);

    /// <exception cref="SettingsException">The configuration is wrong, or the state directory is somebody else's.</exception>
    public static async Task<OpenDesk> FindAsync()
    {
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        configuration.AddPipelineSettings(SettingsSource.Read(Directory.GetCurrentDirectory()));
        configuration.RequireBindable();

        var hasBroker = !string.IsNullOrEmpty(configuration["RabbitMq:Url"]);
        if (configuration.UsesDatabase() && hasBroker) return Direct(configuration, directory: null);
        if (await SocketDesk.ConnectAsync(configuration) is { } socket) return new OpenDesk(socket, socket, directory: null);
        if (configuration.UsesDatabase()) return Direct(configuration, directory: null);

        var directory = StateDirectory.Configured(configuration);
        if (directory.TryClaim()) return Direct(configuration, directory);

        directory.Dispose();
        throw new SettingsException([$"A Pipeline runs in {directory.FullPath}, but it does not answer at {OperatorSocket.FileName}. Does it belong to another user, or is it just starting?"]);
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
        _directory?.Dispose();
    }

    private static OpenDesk Direct(ConfigurationManager configuration, StateDirectory? directory)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddSimpleConsole().AddFilter(level => level >= LogLevel.Warning))
            .AddPipelinePersistence(configuration)
            .AddDeadLetterDesk(configuration)
            .BuildServiceProvider();
        return new OpenDesk(services.GetRequiredService<IDeadLetterDesk>(), services, directory);
    }
}
