namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>What waits for one chat: messages and final edits in order, and of live edits the newest of each message.</summary>
internal sealed class ChatQueue
{
    /// <summary>Messages of one chat that are live at once. Beyond it the one that was shown longest ago is left out; its end is shown in any case.</summary>
    private const int MaxLive = 100;

    private readonly Lock _gate = new();
    private readonly Queue<Outgoing> _lasting = new();
    private readonly OrderedDictionary<int, Outgoing> _live = [];
    private TaskCompletionSource _arrival = NewArrival();
    private TaskCompletionSource _lastingArrival = NewArrival();

    /// <summary>Messages and final edits that have not gone.</summary>
    public IReadOnlyList<Outgoing> Lasting
    {
        get { lock (_gate) return [.. _lasting]; }
    }

    public bool IsEmpty
    {
        get { lock (_gate) return _lasting.Count == 0 && _live.Count == 0; }
    }

    public void Add(Outgoing message)
    {
        lock (_gate)
        {
            _lasting.Enqueue(message);
            _arrival.TrySetResult();
            _lastingArrival.TrySetResult();
        }
    }

    /// <summary>A final edit takes the place of what was still to be shown before it.</summary>
    public void AddFinal(Outgoing edit)
    {
        lock (_gate)
        {
            _live.Remove(edit.MessageId!.Value);
            Add(edit);
        }
    }

    public void AddLive(Outgoing edit)
    {
        lock (_gate)
        {
            _live[edit.MessageId!.Value] = edit;
            if (_live.Count > MaxLive) _live.RemoveAt(0);
            _arrival.TrySetResult();
        }
    }

    /// <summary>A live edit that did not get through goes last, unless there is a newer one or an end. A lasting message is where it was.</summary>
    public void PutBack(Outgoing item)
    {
        if (!item.IsLive) return;
        lock (_gate)
            if (!_lasting.Any(lasting => lasting.MessageId == item.MessageId)) _live.TryAdd(item.MessageId!.Value, item);
    }

    /// <summary>What goes next of what is still wanted; the rest is left out. A lasting message stays until <see cref="Remove"/>.</summary>
    /// <param name="mayBeLive">Whether it may be a live edit.</param>
    public Outgoing? Next(bool mayBeLive)
    {
        lock (_gate)
        {
            while (_lasting.TryPeek(out var first))
            {
                if (!first.IsUnwanted) return first;
                _lasting.Dequeue().Cancel();
            }

            while (mayBeLive && _live.Count > 0)
            {
                var edit = _live.GetAt(0).Value;
                _live.RemoveAt(0);
                if (!edit.IsUnwanted) return edit;
                edit.Cancel();
            }

            return null;
        }
    }

    public void Remove(Outgoing message)
    {
        lock (_gate)
            if (_lasting.TryPeek(out var first) && first == message) _lasting.Dequeue();
    }

    /// <summary>Waits until something is there.</summary>
    /// <exception cref="TimeoutException">Nothing came in that time.</exception>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        Task arrival;
        lock (_gate)
        {
            if (_lasting.Count > 0 || _live.Count > 0) return;
            if (_arrival.Task.IsCompleted) _arrival = NewArrival();
            arrival = _arrival.Task;
        }

        await arrival.WaitAsync(limit, time, cancellationToken);
    }

    /// <summary>Waits until a message or a final edit is there.</summary>
    public Task WaitForLastingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_lasting.Count > 0) return Task.CompletedTask;
            if (_lastingArrival.Task.IsCompleted) _lastingArrival = NewArrival();
            return _lastingArrival.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
