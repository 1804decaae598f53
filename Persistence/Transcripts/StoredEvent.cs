using Pipeline.Contracts.Transcripts;

namespace Pipeline.Persistence.Transcripts;

/// <summary>One event of a transcript.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Payload">The event's JSON in UTF-8, as <see cref="TranscriptEvent.ToPayload"/> writes it.</param>
public readonly record struct StoredEvent(TranscriptPosition Position, ReadOnlyMemory<byte> Payload);
