using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pipeline.Persistence.Database;

/// <summary>
/// Brings the schema up to date before any hosted service starts. Waits for a database that is not up yet:
/// roles and database may start in any order.
/// </summary>
internal sealed class DatabaseStart(
    IDbContextFactory<PipelineDbContext> contexts,
    TimeProvider time,
    ILogger<DatabaseStart> log) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="PersistenceException">The database refuses, or does not answer within a minute.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Schema.UpdateAsync(contexts, cancellationToken);
                return;
            }
            catch (Exception fault) when (IsPassing(fault) && time.GetElapsedTime(start) < Patience)
            {
                log.LogWarning("The database (DATABASE_URL) does not answer yet: {Reason}", Reason(fault));
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (Exception fault) when (fault is NpgsqlException || IsPassing(fault))
            {
                throw new PersistenceException($"DATABASE_URL: the database cannot be used: {Reason(fault)}", fault);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsPassing(Exception fault) => fault is TimeoutException || DatabaseOutages.IsOutage(fault);

    private static string Reason(Exception fault) => (fault as TimeoutException ?? fault.GetBaseException()).Message;
}
