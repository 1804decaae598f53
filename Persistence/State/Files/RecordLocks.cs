namespace Pipeline.Persistence.State.Files;

/// <summary>
/// One owner for each record at a time; the others wait in the order in which they came. Who would wait for
/// somebody that waits for him is told so at once.
/// </summary>
internal sealed class RecordLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, Held> _held = [];
    private readonly Dictionary<object, RecordKey> _waits = [];

    /// <summary>Waits for a record; an owner that has it already has it.</summary>
    /// <exception cref="StateConflictException">The wait would never end.</exception>
    public async Task AcquireAsync(object owner, RecordKey key, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_held.TryGetValue(key, out var held))
            {
                _held[key] = new Held(owner);
                return;
            }

            if (held.Owner == owner) return;
            if (LeadsTo(held.Owner, owner)) throw new StateConflictException($"Two transactions wait for each other's {key.Type}.");

            held.Queue.AddLast((owner, turn));
            _waits[owner] = key;
        }

        await using var cancelled = cancellationToken.Register(() => GiveUp(owner, key, turn, cancellationToken));
        await turn.Task;
    }

    /// <summary>Hands a record to the next in line.</summary>
    public void Release(object owner, RecordKey key)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(key, out var held) || held.Owner != owner) return;

            if (held.Queue.First is not { } next)
            {
                _held.Remove(key);
                return;
            }

            held.Queue.RemoveFirst();
            held.Owner = next.Value.Owner;
            _waits.Remove(held.Owner);
            next.Value.Turn.SetResult();
        }
    }

    private void GiveUp(object owner, RecordKey key, TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Its turn may have come in the meantime: then it has the record, and releases it like any other.
            if (!_held.TryGetValue(key, out var held) || !held.Queue.Remove((owner, turn))) return;

            _waits.Remove(owner);
            turn.SetCanceled(cancellationToken);
        }
    }

    private bool LeadsTo(object waiting, object owner)
    {
        while (_waits.TryGetValue(waiting, out var key) && _held.TryGetValue(key, out var held))
        {
            if (held.Owner == owner) return true;
            waiting = held.Owner;
        }

        return false;
    }

    private sealed class Held(object owner)
    {
        public object Owner { get; set; } = owner;

        public LinkedList<(object Owner, TaskCompletionSource Turn)> Queue { get; } = [];
    }
}
