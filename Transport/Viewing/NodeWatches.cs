using Pipeline.Contracts.Trees;

namespace Pipeline.Transport.Viewing;

/// <summary>Tells those who watch a node at this instance that it has changed. What is not told they find in the store.</summary>
public sealed class NodeWatches
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<Action<NodeChanged>>> _watches = [];

    /// <summary>Begins to watch a node; dispose to end it.</summary>
    public IDisposable Watch(Guid nodeId, Action<NodeChanged> changed)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(nodeId, out var watchers)) watchers.Add(changed);
            else _watches[nodeId] = [changed];
        }

        return new Watching(this, nodeId, changed);
    }

    /// <summary>Passes a change on.</summary>
    public void Tell(NodeChanged change)
    {
        List<Action<NodeChanged>> watchers;
        lock (_gate)
        {
            if (!_watches.TryGetValue(change.NodeId, out var found)) return;
            watchers = [.. found];
        }

        foreach (var changed in watchers) changed(change);
    }

    private sealed class Watching(NodeWatches owner, Guid nodeId, Action<NodeChanged> changed) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                if (!owner._watches.TryGetValue(nodeId, out var watchers) || !watchers.Remove(changed)) return;
                if (watchers.Count == 0) owner._watches.Remove(nodeId);
            }
        }
    }
}
