using Microsoft.Extensions.Logging;
using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>
/// Keeps the lease of one run. One that cannot be renewed in time, or that has been ended by others, is lost, and the run is
/// killed: whoever watches leases may let another worker go on with it.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="claimedAt">When its claim began, as a timestamp.</param>
/// <param name="claims">The store's record of it.</param>
/// <param name="end">Ends the run.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where a lost lease is told.</param>
internal sealed class RunLease(Guid runId, long claimedAt, ClaimedRuns claims, Action<StopCause> end, TimeProvider time, ILogger log)
{
    /// <summary>Time between two renewals: 5 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long a lease may stay without renewal until it is given up, before others may think so: 15 s.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private long _renewedAt = claimedAt;
    private volatile bool _isLetGo;

    /// <summary>Whether it was lost.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The end of the run is being told: it is still renewed until that is stored, but nothing is lost with it.</summary>
    public void LetGo() => _isLetGo = true;

    /// <summary>Renews until the run has ended, or the lease is lost.</summary>
    public async Task KeepAsync(CancellationToken ended)
    {
        try
        {
            for (var pause = Interval; ; pause = await RenewAsync(ended))
            {
                if (pause <= TimeSpan.Zero) return;
                await Task.Delay(pause, time, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // There is nothing to keep any more.
        }
    }

    /// <summary>Returns the pause until the next renewal; none where the lease is lost.</summary>
    private async Task<TimeSpan> RenewAsync(CancellationToken ended)
    {
        var began = time.GetTimestamp();
        try
        {
            using var limit = new CancellationTokenSource(Remaining, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ended);

            // A commit cannot be cancelled, and may take longer than there is time.
            var outcome = await claims.RenewAsync(runId, either.Token).WaitAsync(either.Token);
            if (outcome == RenewalOutcome.Gone) return Lose("somebody else has ended it");

            _renewedAt = began;
            if (outcome == RenewalOutcome.StopRequested) end(StopCause.Requested);
            return Interval;
        }
        catch (Exception fault) when (!ended.IsCancellationRequested)
        {
            if (Remaining <= PauseAfterFault) return Lose(fault.Message);

            log.LogWarning("The lease of run {Run} could not be renewed: {Reason}", runId, fault.Message);
            return PauseAfterFault;
        }
    }

    private TimeSpan Remaining => GivenUpAfter - time.GetElapsedTime(_renewedAt) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private TimeSpan Lose(string reason)
    {
        if (_isLetGo) return TimeSpan.Zero;

        IsLost = true;
        log.LogError("The lease of run {Run} is lost: {Reason}", runId, reason);
        end(StopCause.LeaseLost);
        return TimeSpan.Zero;
    }
}
