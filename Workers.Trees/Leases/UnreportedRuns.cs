using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Stopping;

namespace Pipeline.Workers.Trees.Leases;

/// <summary>Finds runs that have ended while their nodes still wait for it: the report was lost, or became a dead letter.</summary>
internal sealed class UnreportedRuns(IStateStore store, ITransportState transport, TimeProvider time)
{
    /// <summary>Pause between two looks: 1 min. A run is unreported that two of them have found, so that a saga that was held up comes first.</summary>
    public static readonly TimeSpan Interval = RunEnding.ReportTime;

    private HashSet<Guid> _found = [];
    private DateTimeOffset? _looked;

    /// <summary>Runs whose end is to be told again; none where it was looked a moment ago.</summary>
    public async Task<IReadOnlyList<CliRun>> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _looked < Interval) return [];

        // Nothing counts as found twice unless both looks came to their end.
        var before = _found;
        _found = [];

        // While the broker is away reports wait for it, and for a while behind what waits with them.
        if (transport.ReadyFor < Interval) return [];

        var ended = await EndedAsync(now - RunEnding.ReportTime, cancellationToken);
        (_found, _looked) = ([.. ended.Select(run => run.Id)], now);
        return [.. ended.Where(run => before.Contains(run.Id))];
    }

    // By keys, and only of trees in which something runs that no worker has under way.
    private async Task<List<CliRun>> EndedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var underWay = (await store.ReadAllAsync<CliRun>(run => run.EndedAt == null, cancellationToken)).Select(run => run.NodeId).ToHashSet();
        var trees = await store.ReadAllAsync<MessageTree>(tree => tree.RunningNodeId != null, cancellationToken);
        List<CliRun> ended = [];
        foreach (var nodeId in trees.Select(tree => tree.RunningNodeId!.Value).Where(id => !underWay.Contains(id)))
        {
            if (await store.ReadAsync<TreeNode>(nodeId, cancellationToken) is { RunId: { } runId }
                && await store.ReadAsync<CliRun>(runId, cancellationToken) is { EndedAt: { } endedAt } run
                && endedAt <= before)
            {
                ended.Add(run);
            }
        }

        return ended;
    }
}
