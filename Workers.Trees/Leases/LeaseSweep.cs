using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Leases;

/// <summary>
/// Ends the runs of workers that have gone, and those whose end nobody heard of. With state in files there is one process: at its start every run of the one before
/// has lost its worker.
/// </summary>
internal sealed class LeaseSweep(IStateStore store, IConfiguration configuration, ITransportState transport, TimeProvider time, ILogger<LeaseSweep> log) : BackgroundService
{
    /// <summary>Pause between two looks: 5 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const string Lost = "The worker that ran this went away. What it has done to files stays; resume it to go on where it was.";

    private const string Unreported = "It ended, but its end could not be told. What it has done to files stays; resume it to go on where it was.";

    private static readonly Uri Trees = new($"exchange:{CommandExchanges.MessageTrees}");

    // A look that comes later than this follows an outage of the store, or a sleep of the machine.
    private static readonly TimeSpan Blindness = 1.5 * Interval;

    private readonly UnreportedRuns _unreported = new(store, transport, time);
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private DateTimeOffset? _looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Interval, time);
        try
        {
            if (!configuration.UsesDatabase()) await TryAsync(() => EndRunsOfBeforeAsync(stoppingToken), stoppingToken);
            do await TryAsync(() => SweepAsync(stoppingToken), stoppingToken);
            while (await pause.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that could not start is disposed of without being stopped; that is no fault of the sweep.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await EndExpiredAsync(cancellationToken);
        foreach (var run in await _unreported.LookAsync(cancellationToken)) await ReportAsync(run, cancellationToken);
    }

    // A worker that has ended its run has told so in the same step; but a message can become a dead letter.
    private Task ReportAsync(CliRun run, CancellationToken cancellationToken)
    {
        log.LogWarning("Run {Run} of node {Node} ended at {EndedAt}, and its report was lost: the node is interrupted", run.Id, run.NodeId, run.EndedAt);
        return store.ChangeAsync(change => change.SendAsync(Trees, Interrupted(run, Unreported), cancellationToken), cancellationToken);
    }

    private async Task EndRunsOfBeforeAsync(CancellationToken cancellationToken)
    {
        var before = await store.ReadAllAsync<CliRun>(run => run.EndedAt == null && run.ClaimedAt < _started, cancellationToken);
        foreach (var run in before) await EndAsync(run.Id, _ => true, cancellationToken);
    }

    private async Task EndExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expired = await store.ReadAllAsync<CliRun>(run => run.EndedAt == null && run.ExpiresAt < now, cancellationToken);
        var wasBlind = now - _looked > Blindness;
        _looked = now;

        // The workers were as blind. They come first now: what they have finished meanwhile is finished.
        if (wasBlind) return;

        foreach (var run in expired) await EndAsync(run.Id, found => found.ExpiresAt < now, cancellationToken);
    }

    // Its worker may have renewed or ended it since.
    private Task EndAsync(Guid runId, Func<CliRun, bool> isLost, CancellationToken cancellationToken) => store.ChangeAsync(
        async change =>
        {
            if (await change.FindAsync<CliRun>(runId, cancellationToken) is not { EndedAt: null } run || !isLost(run)) return;

            run.EndedAt = time.GetUtcNow();
            log.LogWarning("Run {Run} of node {Node} is interrupted: {Worker} no longer answers for it", run.Id, run.NodeId, run.Owner);
            await change.SendAsync(Trees, Interrupted(run, Lost), cancellationToken);
        },
        cancellationToken);

    private static CliTaskCompleted Interrupted(CliRun run, string error) => new()
    {
        TreeId = run.TreeId,
        NodeId = run.NodeId,
        RunId = run.Id,
        State = RunState.Interrupted,
        SessionId = run.SessionId,
        Error = error,
    };

    private async Task TryAsync(Func<Task> sweep, CancellationToken stoppingToken)
    {
        try
        {
            await sweep();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            log.LogWarning(fault, "Lost runs could not be ended; next try in {Interval}", Interval);
        }
    }
}
