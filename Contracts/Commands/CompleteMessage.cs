using Pipeline.Contracts.Models;

namespace Pipeline.Contracts.Commands;

/// <summary>
/// Asks a model worker to answer one <c>POST /v1/messages</c>. The answer travels as
/// <see cref="Frames.Frame"/>s to <see cref="ReplyTo"/>, not as a message.
/// </summary>
public sealed record CompleteMessage
{
    /// <summary>The relay stream that waits for the answer.</summary>
    public required Guid StreamId { get; init; }

    /// <summary>The id the client sees in the <c>request-id</c> header.</summary>
    public required string RequestId { get; init; }

    /// <summary>Frame address of the instance that asked.</summary>
    public required string ReplyTo { get; init; }

    /// <summary>Provider that is asked first, e.g. <c>nvidia_nim</c>; the command lies in its queue.</summary>
    public required string Provider { get; init; }

    /// <summary>Model id as the provider names it, e.g. <c>z-ai/glm4.7</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The models to ask, in this order, where the first fails and the client has seen nothing yet.</summary>
    public IReadOnlyList<ModelReference> Fallbacks { get; init; } = [];

    /// <summary>Model id as the client named it; echoed in the answer.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>
    /// Whether the client reads the answer while it is written. If not, nothing is committed before
    /// the answer is whole, so that every upstream failure can still be retried.
    /// </summary>
    public required bool Stream { get; init; }

    /// <summary>
    /// Whether nobody sits in front of it (titles, summaries, probes): it goes behind interactive requests
    /// where a provider's limits make some wait.
    /// </summary>
    public bool IsBackground { get; init; }

    /// <summary>
    /// Whether the ingress understands <see cref="Frames.FrameKind.Answering"/>; one of an older version, which may
    /// still run beside newer workers, would take it for an event.
    /// </summary>
    public bool TellModel { get; init; }

    /// <summary>The client's <c>anthropic-beta</c> header, for upstreams that speak Anthropic's API; null where it sent none.</summary>
    public string? AnthropicBeta { get; init; }

    /// <summary>
    /// The client's own bytes (Anthropic's Messages request, UTF-8 JSON). As bytes, because a string
    /// costs about ten times as much to carry at 120 KB.
    /// </summary>
    public required byte[] Body { get; init; }

    /// <summary>
    /// The dead letter that this replays; null for a living client. The answer then travels as
    /// <see cref="Events.ModelRequestAnswered"/> to that record instead of as frames.
    /// </summary>
    public string? DeadLetterId { get; init; }
}
