using Pipeline.Contracts.CliTasks;
using Pipeline.Persistence;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>The runs of this worker as the store has them, and what it tells the trees about them.</summary>
internal sealed class ClaimedRuns(IStateStore store, TimeProvider time)
{
    /// <summary>How long a lease lasts: 20 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static readonly Uri Trees = new($"exchange:{CommandExchanges.MessageTrees}");
    private static readonly Uri Tasks = new($"exchange:{CommandExchanges.RunCliTask}");

    // Tells this process from any other, an earlier one of the same machine included.
    private readonly string _owner = $"{Environment.MachineName}:{Guid.NewGuid():N}";

    /// <summary>Takes a run; false where somebody has it, or had it, or it was stopped before.</summary>
    /// <param name="task">The run.</param>
    /// <param name="again">Whether an earlier attempt may have succeeded without this worker having heard of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> TryClaimAsync(RunCliTask task, bool again, CancellationToken cancellationToken)
    {
        var claimed = false;
        await store.ChangeAsync(async change =>
        {
            var now = time.GetUtcNow();
            claimed = await change.TryAddAsync(New(task, now), cancellationToken);
            if (claimed || !again || await FindOwnAsync(change, task.RunId, cancellationToken) is not { } own) return;

            (claimed, own.ExpiresAt) = (true, now + Lease);
        }, cancellationToken);
        return claimed;
    }

    /// <summary>Puts a task to the end of the queue, for whichever worker has room first.</summary>
    public Task PassOnAsync(RunCliTask task, CancellationToken cancellationToken) =>
        store.ChangeAsync(change => change.SendAsync(Tasks, task, cancellationToken), cancellationToken);

    /// <summary>Renews a lease and looks whether the run is to be stopped.</summary>
    public async Task<RenewalOutcome> RenewAsync(Guid runId, CancellationToken cancellationToken)
    {
        var outcome = RenewalOutcome.Gone;
        await store.ChangeAsync(async change =>
        {
            var run = await FindOwnAsync(change, runId, cancellationToken);
            outcome = run switch { null => RenewalOutcome.Gone, { StopRequested: true } => RenewalOutcome.StopRequested, _ => RenewalOutcome.Renewed };
            if (run is not null) run.ExpiresAt = time.GetUtcNow() + Lease;
        }, cancellationToken);
        return outcome;
    }

    /// <summary>Notes and tells a run's session.</summary>
    public Task NameSessionAsync(RunCliTask task, string sessionId, CancellationToken cancellationToken) => store.ChangeAsync(async change =>
    {
        if (StoredText.Name(sessionId) is not { } session || await FindOwnAsync(change, task.RunId, cancellationToken) is not { } run) return;

        run.SessionId = session;
        var named = new CliSessionStarted { TreeId = task.TreeId, NodeId = task.NodeId, RunId = task.RunId, SessionId = session };
        await change.SendAsync(Trees, named, cancellationToken);
    }, cancellationToken);

    /// <summary>Ends a run and tells so, both or neither; false where it had ended already.</summary>
    public async Task<bool> EndAsync(RunCliTask task, RunOutcome outcome, CancellationToken cancellationToken)
    {
        var ended = false;
        await store.ChangeAsync(async change =>
        {
            var run = await FindOwnAsync(change, task.RunId, cancellationToken);
            ended = run is not null;
            if (run is null) return;

            (run.EndedAt, run.SessionId) = (time.GetUtcNow(), StoredText.Name(outcome.SessionId) ?? run.SessionId);
            await change.SendAsync(Trees, Completed(task, outcome, run.SessionId), cancellationToken);
        }, cancellationToken);
        return ended;
    }

    private async Task<CliRun?> FindOwnAsync(IStateChange change, Guid runId, CancellationToken cancellationToken) =>
        await change.FindAsync<CliRun>(runId, cancellationToken) is { EndedAt: null } run && run.Owner == _owner ? run : null;

    private CliRun New(RunCliTask task, DateTimeOffset now) =>
        new() { Id = task.RunId, TreeId = task.TreeId, NodeId = task.NodeId, Owner = _owner, ClaimedAt = now, ExpiresAt = now + Lease };

    private static CliTaskCompleted Completed(RunCliTask task, RunOutcome outcome, string? sessionId) => new()
    {
        TreeId = task.TreeId,
        NodeId = task.NodeId,
        RunId = task.RunId,
        State = outcome.State,
        Text = StoredText.Clean(outcome.Text),
        Error = StoredText.Error(outcome.Error),
        SessionId = sessionId,
        Usage = outcome.Usage,
        CostUsd = outcome.CostUsd,
        Turns = outcome.Turns,
    };
}

/// <summary>What came of renewing a lease.</summary>
internal enum RenewalOutcome
{
    /// <summary>Somebody else has ended the run.</summary>
    Gone,

    /// <summary>It goes on.</summary>
    Renewed,

    /// <summary>It goes on, and a person wants it stopped.</summary>
    StopRequested,
}
