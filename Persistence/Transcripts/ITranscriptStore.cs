using Pipeline.Contracts.Transcripts;

namespace Pipeline.Persistence.Transcripts;

/// <summary>The transcripts of nodes, in PostgreSQL or in files. Of each at most 2 MB are kept, the newest.</summary>
public interface ITranscriptStore
{
    /// <summary>How much of a node's transcript is kept, in bytes. The newest events are, however large: a run's end is never lost.</summary>
    const int Limit = 2 * 1024 * 1024;

    /// <summary>
    /// Adds events, in order; durable once it completes. Those that do not come after all that the node has are left
    /// out: a batch whose fate is unknown can be added again as it was, and a worker that has lost its run no longer
    /// writes into the next one.
    /// </summary>
    Task AppendAsync(Guid nodeId, IReadOnlyList<StoredEvent> events, CancellationToken cancellationToken);

    /// <summary>The kept events after a position, in order.</summary>
    IAsyncEnumerable<StoredEvent> ReadAsync(Guid nodeId, TranscriptPosition after, CancellationToken cancellationToken);

    /// <summary>The last event; null where there is none. After a run has ended by itself it is its <see cref="RunEnded"/>.</summary>
    Task<StoredEvent?> LastAsync(Guid nodeId, CancellationToken cancellationToken);

    /// <summary>Forgets the transcripts of these nodes.</summary>
    Task DeleteAsync(IReadOnlyCollection<Guid> nodeIds, CancellationToken cancellationToken);
}
