using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;

namespace Pipeline.Workers.Telegram.Views.Following;

/// <summary>Puts what comes of a node from the store and as frames into one order, each event once.</summary>
internal sealed class FeedOrder
{
    private readonly Queue<(int Run, TranscriptEvent Event)> _waiting = new();

    /// <summary>The last event that was added.</summary>
    public TranscriptPosition Last { get; private set; }

    /// <summary>Whether there is something to take.</summary>
    public bool HasEvents => _waiting.Count > 0;

    /// <summary>Adds a stored event, unless it is known. What is missing before it is no longer kept.</summary>
    public void Add(StoredEvent stored)
    {
        if (stored.Position.Value <= Last.Value) return;

        Last = stored.Position;
        if (Parse(stored.Payload) is { } read) _waiting.Enqueue((stored.Position.Run, read));
    }

    /// <summary>Adds a frame, unless it is known; false where others are missing before it.</summary>
    public bool TryAdd(Frame frame)
    {
        var position = TranscriptPosition.Of(frame.Attempt, frame.Sequence);

        // A new run may begin whatever the end of the one before was: it is shown no more.
        var follows = position.Value == Last.Value + 1 || (frame.Sequence == 1 && position.Value > Last.Value);
        if (!follows && position.Value > Last.Value) return false;

        Add(new StoredEvent(position, frame.Payload));
        return true;
    }

    /// <summary>Takes the next events of one run, and empties itself of them.</summary>
    public (int Run, IReadOnlyList<TranscriptEvent> Events) Take()
    {
        if (!_waiting.TryPeek(out var first)) return (Last.Value == 0 ? 0 : Last.Run, []);

        List<TranscriptEvent> events = [];
        while (_waiting.TryPeek(out var next) && next.Run == first.Run) events.Add(_waiting.Dequeue().Event);
        return (first.Run, events);
    }

    private static TranscriptEvent? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return TranscriptEvent.FromPayload(payload);
        }
        catch (JsonException)
        {
            // A newer worker may write what is not known here yet.
            return null;
        }
    }
}
