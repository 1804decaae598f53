using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Translation.Answers;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>A client's request in the form of one model's API, and the way back.</summary>
internal interface IUpstreamRequest
{
    /// <summary>The client's <c>anthropic-beta</c> header; null where it sent none.</summary>
    string? Beta { get; }

    /// <summary>The request as the model takes it, by all that is known of the model now.</summary>
    ValueTask<PreparedRequest> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Learns from what the provider has against the request.</summary>
    RefusalFinding Consider(Refusal refusal);

    /// <summary>The request is on its way, and there is time for what nothing waits for.</summary>
    void Sending();

    /// <summary>Sees to it that the prompt is counted.</summary>
    Task CountPromptAsync();

    /// <summary>Begins to read one answer to it.</summary>
    IAnswer BeginAnswer(IMessageEventSink events);

    /// <summary>An answer is whole: what it says of the request may be kept.</summary>
    void Answered(IAnswer answer);
}

/// <summary>A request that can be sent.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Overflow">Set where it certainly does not fit, and nothing should be sent.</param>
internal readonly record struct PreparedRequest(ReadOnlyMemory<byte> Body, PromptOverflow? Overflow);

/// <summary>What was found out from a refusal.</summary>
/// <param name="IsRepaired">Whether the request now takes another form, which is worth a call.</param>
/// <param name="Overflow">Set where the prompt does not fit.</param>
internal readonly record struct RefusalFinding(bool IsRepaired, PromptOverflow? Overflow)
{
    /// <summary>Nothing that could be mended.</summary>
    public static RefusalFinding None => default;

    /// <summary>The request is mended.</summary>
    public static RefusalFinding Repaired => new(IsRepaired: true, Overflow: null);
}
