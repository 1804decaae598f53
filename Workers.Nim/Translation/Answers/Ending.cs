using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers.Chunks;

namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>Gathers what the upstream says about the end of the answer and translates it.</summary>
internal sealed class Ending(IReadOnlyList<string> stopSequences)
{
    private string? _finishReason;
    private string? _matchedStop;
    private bool _refused;

    /// <summary>The upstream gave a reason; it may have come without a <c>[DONE]</c>.</summary>
    public bool IsKnown => _finishReason is not null;

    /// <summary>The answer was cut at a token limit, so its last tool call may be a torso.</summary>
    public bool IsTruncated => _finishReason is "length" or "max_tokens" or "model_length";

    /// <summary>A reason for which an answer may well have no content.</summary>
    public bool ExplainsNothing => IsTruncated || IsRefusal;

    private bool IsRefusal => _refused || _finishReason is "content_filter" or "refusal";

    /// <summary>Takes what a chunk says; the error, if its reason is that the upstream failed.</summary>
    public UpstreamError? Take(Chunk chunk)
    {
        _refused |= !string.IsNullOrEmpty(chunk.Refusal);
        _matchedStop = chunk.MatchedStop ?? _matchedStop;
        if (string.IsNullOrEmpty(chunk.FinishReason)) return null;

        if (chunk.FinishReason is "error" or "abort" or "insufficient_system_resource")
            return new UpstreamError(Status: null, $"The upstream broke the answer off: {chunk.FinishReason}.");

        _finishReason = chunk.FinishReason;
        return null;
    }

    /// <summary>
    /// The reason for the client. A tool call wins over what the upstream says ("stop" is common): the
    /// client runs tools only then. Being truncated wins over the tool call.
    /// </summary>
    public StopReason Translate(bool hasToolCall)
    {
        if (IsTruncated) return new StopReason("max_tokens");
        if (hasToolCall) return new StopReason("tool_use");
        if (IsRefusal) return new StopReason("refusal");
        return _matchedStop is { } sequence && stopSequences.Contains(sequence, StringComparer.Ordinal)
            ? new StopReason("stop_sequence", sequence)
            : new StopReason("end_turn");
    }
}
