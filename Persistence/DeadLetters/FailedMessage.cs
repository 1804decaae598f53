namespace Pipeline.Persistence.DeadLetters;

/// <summary>A message that has just failed for good, on its way into the store.</summary>
public sealed record FailedMessage
{
    /// <inheritdoc cref="DeadLetter.Queue"/>
    public required string Queue { get; init; }

    /// <inheritdoc cref="DeadLetter.MessageType"/>
    public string? MessageType { get; init; }

    /// <summary>When it failed.</summary>
    public required DateTimeOffset FailedAt { get; init; }

    /// <inheritdoc cref="DeadLetter.Attempts"/>
    public required int Attempts { get; init; }

    /// <inheritdoc cref="DeadLetter.Error"/>
    public required DeadLetterError Error { get; init; }

    /// <inheritdoc cref="DeadLetter.Worker"/>
    public string? Worker { get; init; }

    /// <inheritdoc cref="DeadLetter.Model"/>
    public string? Model { get; init; }

    /// <summary>The dead letter that this was a replay of; null where it was none.</summary>
    public string? ReplayOf { get; init; }

    /// <inheritdoc cref="DeadLetter.Fingerprint"/>
    public required string Fingerprint { get; init; }

    /// <summary>Names this failure; the same for each delivery of it.</summary>
    public required string Occurrence { get; init; }

    /// <summary>The message.</summary>
    public required DeadMessage Message { get; init; }
}
