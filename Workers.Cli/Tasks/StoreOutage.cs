using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>
/// Tries again what the store does not take, while it restarts or cannot be reached. What it refuses for another reason is tried a
/// few times: whoever asked for it should hear of that.
/// </summary>
internal sealed class StoreOutage(TimeProvider time, ILogger<StoreOutage> log)
{
    /// <summary>How long the end of a run waits for the store: 5 minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // What no waiting mends is tried again all the same, as two may have changed the same thing at once.
    private const int MostTries = 5;

    // Often, as a run whose lease is over meanwhile is ended by whoever comes first.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Acts until it works.</summary>
    /// <param name="what">What is done, for the log.</param>
    /// <param name="action">May be run again although it has had its effect.</param>
    /// <param name="patience">How long it is tried; <see cref="Timeout.InfiniteTimeSpan"/> for as long as nothing cancels it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Exception">The last fault.</exception>
    public async Task<T> RideOutAsync<T>(string what, Func<Task<T>> action, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                var result = await action();
                if (failures > 0) log.LogInformation("{What}: the store takes it again", what);
                return result;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && IsWithin(patience, start) && (IsOutage(fault) || failures + 1 < MostTries))
            {
                if (failures == 0) log.LogWarning(fault, "{What}: the store does not take it; it is tried again", what);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="RideOutAsync{T}"/>
    public Task RideOutAsync(string what, Func<Task> action, TimeSpan patience, CancellationToken cancellationToken) => RideOutAsync(what, async () =>
    {
        await action();
        return true;
    }, patience, cancellationToken);

    // Data that a column does not take, a constraint, or a statement that is wrong stay what they are. All else a database says passes.
    private static bool IsOutage(Exception? fault) => fault switch
    {
        null => false,
        IOException or TimeoutException or SocketException => true,
        DbException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } => false,
        DbException => true,
        _ => IsOutage(fault.InnerException),
    };

    private bool IsWithin(TimeSpan patience, long start) => patience == Timeout.InfiniteTimeSpan || time.GetElapsedTime(start) < patience;
}
