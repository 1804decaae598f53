namespace Pipeline.Contracts.Commands;

/// <summary>
/// Tells one worker that nobody waits for a stream any more. Sent to the instance that the worker
/// named in its <see cref="Frames.FrameKind.Started"/> frame. Unknown streams are ignored.
/// </summary>
public sealed record CancelWork
{
    /// <summary>The stream whose work ends.</summary>
    public required Guid StreamId { get; init; }

    /// <summary>The attempt to end, as its <see cref="Frames.FrameKind.Started"/> frame named it.</summary>
    public required int Attempt { get; init; }

    /// <summary>Why, in words for the worker's log.</summary>
    public required string Reason { get; init; }
}
