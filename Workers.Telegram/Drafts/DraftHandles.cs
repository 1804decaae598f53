using System.Collections.Concurrent;
using Pipeline.Transport.Waiting;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>The drafts that are got ready here, and how to reach them.</summary>
internal sealed class DraftHandles
{
    private readonly ConcurrentDictionary<Guid, DraftHandle> _handles = new();

    /// <summary>Raised when a draft was stored.</summary>
    public Signal Arrived { get; } = new();

    /// <summary>Begins to work on a draft; null where that is under way.</summary>
    public DraftHandle? TryBegin(Guid nodeId, CancellationToken lease)
    {
        var handle = new DraftHandle(lease);
        if (_handles.TryAdd(nodeId, handle)) return handle;
        handle.Dispose();
        return null;
    }

    /// <summary>The work is over.</summary>
    public void End(Guid nodeId)
    {
        if (_handles.TryRemove(nodeId, out var handle)) handle.Dispose();
    }

    /// <summary>Something about the draft has changed.</summary>
    public void Wake(Guid nodeId)
    {
        if (_handles.TryGetValue(nodeId, out var handle)) handle.Wake();
        else Arrived.Raise();
    }

    /// <summary>A draft was submitted or is gone: those that reply to it look again.</summary>
    public void WakeAll()
    {
        foreach (var handle in _handles.Values) handle.Wake();
    }

    /// <summary>The draft is gone; what is done for it ends.</summary>
    public void Cancel(Guid nodeId)
    {
        if (_handles.TryGetValue(nodeId, out var handle)) handle.Cancel();
    }
}

/// <summary>The work on one draft.</summary>
internal sealed class DraftHandle(CancellationToken lease) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(lease);
    private readonly Signal _changed = new();
    private bool _isOver;

    /// <summary>Cancelled with the draft, or the lease.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Waits for a time, or until the draft has changed.</summary>
    public Task WaitAsync(TimeSpan limit, TimeProvider time) => _changed.WaitAsync(limit, time, Ending);

    public void Wake() => UnlessOver(_changed.Raise);

    public void Cancel() => UnlessOver(_ending.Cancel);

    public void Dispose()
    {
        lock (_gate) _isOver = true;
        _ending.Dispose();
    }

    private void UnlessOver(Action action)
    {
        lock (_gate)
            if (!_isOver) action();
    }
}
