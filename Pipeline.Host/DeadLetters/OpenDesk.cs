using Microsoft.Extensions.Logging.Console;
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
    private readonly DeskPlace _place;
    private readonly IAsyncDisposable _owner;

    private OpenDesk(IDeadLetterDesk desk, DeskPlace place, IAsyncDisposable owner) => (_desk, _place, _owner) = (desk, place, owner);

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
        if (await SocketDesk.ConnectAsync(StateDirectory.Configured(configuration)) is { } socket) return new OpenDesk(socket, DeskPlace.Host, socket);

        return Direct(configuration);
    }

    /// <summary>Does something at the desk.</summary>
    /// <exception cref="DeskException">The database, the host or the files cannot be used, or it was interrupted.</exception>
    public async Task<int> UseAsync(Func<IDeadLetterDesk, Task<int>> action)
    {
        try
        {
            return await action(_desk);
        }
        catch (Exception fault) when (DeskFaults.Sentence(fault, _place) is { } sentence)
        {
            throw new DeskException(sentence, fault);
        }
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    /// <summary>
    /// Opens the store itself. Files are opened under the directory's lock, as a host would. It logs to standard
    /// error, as standard output may be a program's input.
    /// </summary>
    private static OpenDesk Direct(ConfigurationManager configuration)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddLogging(logging => logging.AddSimpleConsole().AddFilter("Pipeline", LogLevel.Warning).AddFilter("Microsoft", LogLevel.None))
            .AddPipelinePersistence(configuration)
            .AddDeadLetterDesk(configuration)
            .BuildServiceProvider();
        if (!configuration.UsesDatabase()) services.GetRequiredService<StateDirectory>().Claim();
        return new OpenDesk(services.GetRequiredService<IDeadLetterDesk>(), configuration.UsesDatabase() ? DeskPlace.Database : DeskPlace.Files, services);
    }
}
