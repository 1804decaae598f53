namespace Pipeline.Persistence.DeadLetters;

/// <summary>What is known of a message that failed for good; the message itself is beside it.</summary>
public sealed record DeadLetter
{
    /// <summary>Made by <see cref="DeadLetterId"/>: later ones sort behind earlier ones.</summary>
    public required string Id { get; init; }

    /// <summary>The queue that it was in, and is replayed to.</summary>
    public required string Queue { get; init; }

    /// <summary>Name of its type; null where the body is no envelope that names one.</summary>
    public string? MessageType { get; init; }

    /// <summary>When it failed for the first time.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When it failed last.</summary>
    public required DateTimeOffset LastFailedAt { get; init; }

    /// <summary>Deliveries, or calls of a model, before it was given up the last time.</summary>
    public required int Attempts { get; init; }

    /// <summary>How often it has failed for good: 1, and one more each time that it came again.</summary>
    public required int Count { get; init; }

    /// <summary>Why it failed last.</summary>
    public required DeadLetterError Error { get; init; }

    /// <summary>Who gave it up, as machine and process; null where nobody is left to tell.</summary>
    public string? Worker { get; init; }

    /// <summary>The model of a model request, as <c>provider/model</c>; null for other messages.</summary>
    public string? Model { get; init; }

    /// <summary>How far it has come.</summary>
    public DeadLetterState State { get; init; }

    /// <summary>When it was last replayed.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>Compressed size of message and answer, in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Equal for messages that are one dead letter, however often they fail.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The last few failures by name, so that one which is delivered twice counts once.</summary>
    public required IReadOnlyList<string> Occurrences { get; init; }
}
