namespace Pipeline.Contracts.CliTasks;

/// <summary>
/// Somebody watches a node: its transcript is to be sent there as frames of kind <see cref="Frames.FrameKind.Transcript"/> while it
/// is written. Published to all workers, as the watcher does not know who runs the node, or will; repeated before
/// <see cref="Lease"/> is over. The past is in the store.
/// </summary>
public sealed record AttachViewer
{
    /// <summary>How long a viewer stays attached without another word: 30 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The stream that the frames belong to; it tells this viewer from all others.</summary>
    public required Guid StreamId { get; init; }

    /// <summary>Frame address of the instance where the viewer is.</summary>
    public required string Address { get; init; }
}
