using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Contracts.Frames;

/// <summary>
/// Why a request could not be answered, in words for the person who asked. Holds no secret: whoever
/// makes one redacts what came from outside.
/// </summary>
public sealed record Failure
{
    /// <summary>HTTP status to answer with while no byte has been sent.</summary>
    public required int Status { get; init; }

    /// <summary>Anthropic's error type, e.g. <see cref="ErrorTypes.Api"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What happened and what to do about it.</summary>
    public required string Message { get; init; }

    /// <summary>Whole seconds after which a new try makes sense; becomes the <c>retry-after</c> header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Whether the same request may succeed later without any change.</summary>
    public bool Retryable { get; init; }

    /// <summary>This failure as a frame's payload.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, FailureJson.Default.Failure);

    /// <summary>Reads what <see cref="ToPayload"/> wrote.</summary>
    /// <exception cref="JsonException">The payload is not a failure.</exception>
    public static Failure FromPayload(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, FailureJson.Default.Failure)
        ?? throw new JsonException("The failure is null.");
}

[JsonSerializable(typeof(Failure))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class FailureJson : JsonSerializerContext;
