namespace Pipeline.Persistence.Transcripts.Database;

/// <summary>Events of one node that were added together.</summary>
internal sealed class TranscriptBatchRow
{
    public required Guid NodeId { get; init; }

    /// <summary>Position of the last event.</summary>
    public required long LastPosition { get; init; }

    /// <summary>Bytes of all the batches that the node had before, those included that are no longer kept.</summary>
    public required long BeginsAt { get; init; }

    /// <summary>As <see cref="TranscriptLines"/>; PostgreSQL compresses what is large.</summary>
    public required byte[] Events { get; init; }
}
