using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Native.Events;

namespace Pipeline.Workers.Nim.Native;

/// <summary>Gathers what the upstream says about the end of the message and makes it true.</summary>
internal sealed class NativeEnding
{
    private string? _reason;
    private string? _sequence;
    private byte[]? _json;
    private int _count;

    /// <summary>The upstream gave a reason.</summary>
    public bool IsKnown => _reason is not null;

    /// <summary>The answer was cut at a limit, so its last tool call may be a torso.</summary>
    public bool IsTruncated => _reason is "max_tokens" or "model_context_window_exceeded";

    /// <summary>A reason for which an answer may well have no content.</summary>
    public bool ExplainsNothing => IsTruncated || _reason == "refusal";

    /// <summary>Takes a reason; the latest counts.</summary>
    /// <param name="said">The event with it.</param>
    /// <param name="json">The event as JSON; empty where it is not a <c>message_delta</c>.</param>
    public void Take(NativeEvent said, ReadOnlySpan<byte> json)
    {
        _count++;
        if (string.IsNullOrEmpty(said.StopReason)) return;

        (_reason, _sequence) = (said.StopReason, said.StopSequence);
        _json = said.Usage is { IsFit: true } && !json.IsEmpty ? json.ToArray() : null;
    }

    /// <summary>The upstream's own event, where all that it says holds.</summary>
    public byte[]? Verbatim(bool hasToolCall) =>
        _count == 1 && Translate(hasToolCall) is var (reason, sequence) && reason == _reason && sequence == _sequence ? _json : null;

    /// <summary>
    /// The reason for the client, which runs tools only for <c>tool_use</c>. Being truncated wins over a tool call.
    /// </summary>
    public StopReason Translate(bool hasToolCall)
    {
        if (IsTruncated) return new StopReason(_reason!);
        if (hasToolCall) return new StopReason("tool_use");
        return _reason switch
        {
            "stop_sequence" when _sequence is not null => new StopReason(_reason, _sequence),
            "refusal" or "pause_turn" => new StopReason(_reason),
            _ => new StopReason("end_turn"),
        };
    }
}
