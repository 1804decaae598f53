using Pipeline.Contracts.Models;

namespace Pipeline.Contracts.Commands;

/// <summary>
/// Asks an optimizer for an answer that needs no model. It carries what the ingress has found in the request,
/// not the request: the ingress still holds that, and asks a model with it where no answer comes in time.
/// The answer travels as <see cref="Frames.Frame"/>s to <see cref="ReplyTo"/>.
/// </summary>
public sealed record AnswerLocally
{
    /// <summary>Characters that <see cref="Text"/> and <see cref="Output"/> have at most together.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>What answers name as the model that wrote them.</summary>
    public static ModelReference Model { get; } = new("pipeline", "local");

    /// <summary>The stream that waits for the answer.</summary>
    public required Guid StreamId { get; init; }

    /// <summary>The id the client sees in the <c>request-id</c> header.</summary>
    public required string RequestId { get; init; }

    /// <summary>Frame address of the instance that asked.</summary>
    public required string ReplyTo { get; init; }

    /// <summary>Model id as the client named it; echoed in the answer.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>What is asked for.</summary>
    public required LocalAnswerKind Kind { get; init; }

    /// <summary>The person's words, for a title; the command, for a prefix or for file paths; else empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the command has printed, for file paths; else empty.</summary>
    public string Output { get; init; } = "";

    /// <summary>What the client has written of the answer itself, and which the answer goes on from; mostly empty.</summary>
    public string Prefill { get; init; } = "";

    /// <summary>Tokens of the whole request, as the ingress has counted them.</summary>
    public required int InputTokens { get; init; }
}
