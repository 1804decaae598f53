using Pipeline.Contracts.Trees;
using Pipeline.Transport.Waiting;

namespace Pipeline.Transport.Viewing;

/// <summary>One who watches a node: what reaches them on its way.</summary>
public sealed class OpenViewer : IDisposable
{
    /// <summary>How often its reader looks at the clock.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly Signal _signal = new();
    private readonly ITimer _clock;
    private readonly List<IDisposable> _subscriptions = [];
    private NodeChanged? _change;

    internal OpenViewer(Guid nodeId, TimeProvider time)
    {
        NodeId = nodeId;
        Frames = new FrameBuffer(_signal);
        _clock = time.CreateTimer(_ => _signal.Raise(), null, Tick, Tick);
    }

    /// <summary>The node.</summary>
    public Guid NodeId { get; }

    /// <summary>Tells its frames from those of all other viewers.</summary>
    public Guid StreamId { get; } = Guid.CreateVersion7();

    /// <summary>The frames that have come.</summary>
    public FrameBuffer Frames { get; }

    /// <summary>What ends with it.</summary>
    internal void Own(IDisposable subscription) => _subscriptions.Add(subscription);

    /// <summary>The node has changed.</summary>
    internal void Changed(NodeChanged change)
    {
        Interlocked.Exchange(ref _change, change);
        _signal.Raise();
    }

    /// <summary>Whether the node has changed since that was last taken.</summary>
    public bool HasChange => Volatile.Read(ref _change) is not null;

    /// <summary>The last change since this was last asked; null where there was none.</summary>
    public NodeChanged? TakeChange() => Interlocked.Exchange(ref _change, null);

    /// <summary>Waits until something has come, or the clock has ticked.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);

    /// <summary>Ends a wait, the present one or the next.</summary>
    public void Wake() => _signal.Raise();

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        _clock.Dispose();
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
