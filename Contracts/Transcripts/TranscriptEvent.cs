using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Contracts.Transcripts;

/// <summary>
/// Something that a Claude Code process did, for those who watch it. Events come in the process's order; as a
/// frame's payload they are finished JSON, told apart by <c>type</c>, which HTTP clients see as it is.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StatusReported), "status")]
[JsonDerivedType(typeof(ThinkingWritten), "thinking")]
[JsonDerivedType(typeof(TextWritten), "text")]
[JsonDerivedType(typeof(ToolCalled), "tool")]
[JsonDerivedType(typeof(ToolAnswered), "tool_result")]
[JsonDerivedType(typeof(UsageReported), "usage")]
[JsonDerivedType(typeof(ErrorReported), "error")]
[JsonDerivedType(typeof(RunEnded), "result")]
public abstract record TranscriptEvent
{
    /// <summary>The call of the tool whose sub-agent did this; null for the main conversation.</summary>
    public string? ParentToolUseId { get; init; }

    /// <summary>This event as a frame's payload.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, TranscriptJson.Readable.TranscriptEvent);

    /// <summary>Reads what <see cref="ToPayload"/> wrote.</summary>
    /// <exception cref="JsonException">The payload is no event of a transcript.</exception>
    public static TranscriptEvent FromPayload(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, TranscriptJson.Readable.TranscriptEvent)
        ?? throw new JsonException("The event is null.");
}
