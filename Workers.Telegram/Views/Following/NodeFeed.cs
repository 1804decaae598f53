using Pipeline.Transport.Viewing;

namespace Pipeline.Workers.Telegram.Views.Following;

/// <summary>
/// The events of one node, each once and in order: the past from the store, the present from frames. What frames are missing
/// is read from the store, beside them: a slow store holds no frame back that follows what is known. For one reader; anybody may wake it.
/// </summary>
internal sealed class NodeFeed(OpenViewer viewer, TranscriptPages pages, TimeProvider time) : IDisposable
{
    /// <summary>How often the store is read while nothing seems to be missing: 10 s.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(10);

    private readonly FeedOrder _order = new();
    private readonly CancellationTokenSource _closing = new();
    private Task<TranscriptPage?>? _reading;
    private long _readAt;
    private int _wholeReads;
    private int _isAsked;
    private bool _isDue = true;

    /// <summary>Waits until something has come, at most half a second, and gives it; it may be nothing.</summary>
    public async Task<FeedPart> NextAsync(CancellationToken cancellationToken)
    {
        var hasChange = false;
        if (!_order.HasEvents)
        {
            if (_isDue && _reading is null) _reading = ReadAsync();
            await viewer.WaitAsync(cancellationToken);
            hasChange = viewer.TakeChange() is not null;
            _isDue |= hasChange | Interlocked.Exchange(ref _isAsked, 0) == 1;
            TakePage();
            var isMissingSome = !TakeFrames();
            _isDue |= time.GetElapsedTime(_readAt) >= (isMissingSome || !IsSettled ? OpenViewer.Tick : Recheck);
        }

        var (run, events) = _order.Take();
        return new FeedPart(run, events, hasChange);
    }

    /// <summary>Ends a wait, the present one or the next, and reads the store: it may have what no frame has told.</summary>
    public void Wake()
    {
        Interlocked.Exchange(ref _isAsked, 1);
        viewer.Wake();
    }

    public void Dispose()
    {
        viewer.Dispose();
        _closing.Cancel();
        _closing.Dispose();
    }

    // What was stored between the first look and the worker's hearing of this viewer comes as no frame.
    private bool IsSettled => _wholeReads > 1;

    private async Task<TranscriptPage?> ReadAsync()
    {
        _isDue = false;
        _readAt = time.GetTimestamp();
        var page = await pages.TryReadAsync(viewer.NodeId, _order.Last, _closing.Token);
        viewer.Wake();
        return page;
    }

    private void TakePage()
    {
        if (_reading is not { IsCompleted: true } read) return;

        _reading = null;
        if (read.Result is not { } page)
        {
            _wholeReads = 0;
            return;
        }

        foreach (var stored in page.Events) _order.Add(stored);
        if (page.HasMore) _isDue = true;
        else _wholeReads++;
    }

    /// <summary>Takes the frames that follow; false where others are missing before the next.</summary>
    private bool TakeFrames()
    {
        while (viewer.Frames.TryPeek(out var frame))
        {
            if (!_order.TryAdd(frame)) return false;
            viewer.Frames.Take();
        }

        return true;
    }
}
