using Pipeline.Contracts.Frames;

namespace Pipeline.Transport.Frames.Events;

/// <summary>Writes Anthropic's events, each as one finished JSON text. Knows their shape, not their order.</summary>
/// <param name="messageId">Id of the message, <c>msg_…</c>.</param>
/// <param name="requestedModel">Model as the client named it, which <c>message_start</c> echoes.</param>
/// <param name="sink">Takes the events.</param>
public sealed class EventWriter(string messageId, string requestedModel, IMessageEventSink sink)
{
    /// <summary>
    /// A client sends the signature of a thinking block back unread; it only must be there. This one tells
    /// that nobody signed.
    /// </summary>
    public const string NoSignature = "dW5zaWduZWQ=";

    private readonly JsonOutput _json = new();

    /// <summary>Writes <c>message_start</c>.</summary>
    public void MessageStart(AnswerUsage usage) => MessageStart(id: null, usageJson: null, usage);

    /// <summary>Writes a start with what of it an upstream gave.</summary>
    /// <param name="id">Its id of the message.</param>
    /// <param name="usageJson">Its usage object.</param>
    /// <param name="usage">Stands in for the object.</param>
    public void MessageStart(string? id, byte[]? usageJson, AnswerUsage usage) => Send(
        FrameKind.MessageStart,
        usageJson is null ? StartUsage(MessageUpToUsage(id), usage) : MessageUpToUsage(id).Foreign(usageJson).Raw("}}"u8));

    /// <summary>Writes the start of a text block.</summary>
    public void TextStart(int index) => BlockStart(index, """{"type":"text","text":""}"""u8);

    /// <summary>Writes the start of a thinking block.</summary>
    public void ThinkingStart(int index) => BlockStart(index, """{"type":"thinking","thinking":"","signature":""}"""u8);

    /// <summary>Writes the start of a tool call, whose input follows in deltas.</summary>
    public void ToolStart(int index, string id, string name, string type = "tool_use") => Send(FrameKind.ContentBlockStart, _json
        .Raw("""{"type":"content_block_start","index":"""u8).Number(index)
        .Raw(""","content_block":{"type":"""u8).Quoted(type)
        .Raw(""","id":"""u8).Quoted(id)
        .Raw(""","name":"""u8).Quoted(name)
        .Raw(""","input":{}}}"""u8));

    /// <summary>Writes the start of a block that is at hand as JSON.</summary>
    public void BlockStart(int index, ReadOnlySpan<byte> block) => Send(FrameKind.ContentBlockStart, _json
        .Raw("""{"type":"content_block_start","index":"""u8).Number(index)
        .Raw(""","content_block":"""u8).Foreign(block)
        .Raw("}"u8));

    /// <summary>Writes a delta that is at hand as JSON.</summary>
    public void Delta(int index, ReadOnlySpan<byte> delta) => Send(FrameKind.ContentBlockDelta, _json
        .Raw("""{"type":"content_block_delta","index":"""u8).Number(index)
        .Raw(""","delta":"""u8).Foreign(delta)
        .Raw("}"u8));

    /// <summary>Writes a piece of a text block.</summary>
    public void TextDelta(int index, ReadOnlySpan<char> text) =>
        Delta(index, """{"type":"text_delta","text":"""u8, text);

    /// <summary>Writes a piece of a thinking block.</summary>
    public void ThinkingDelta(int index, ReadOnlySpan<char> thinking) =>
        Delta(index, """{"type":"thinking_delta","thinking":"""u8, thinking);

    /// <summary>Writes the signature that ends a thinking block.</summary>
    public void SignatureDelta(int index, string signature = NoSignature) =>
        Delta(index, """{"type":"signature_delta","signature":"""u8, signature);

    /// <summary>Writes a piece of a tool call's input, as JSON.</summary>
    public void InputDelta(int index, ReadOnlySpan<char> json) =>
        Delta(index, """{"type":"input_json_delta","partial_json":"""u8, json);

    /// <summary>Writes the end of a block.</summary>
    public void Stop(int index) => Send(FrameKind.ContentBlockStop, _json
        .Raw("""{"type":"content_block_stop","index":"""u8).Number(index)
        .Raw("}"u8));

    /// <summary>Writes <c>message_delta</c>: why the message ends, and its tokens.</summary>
    public void MessageDelta(StopReason stop, AnswerUsage usage) => Send(FrameKind.MessageDelta, _json
        .Raw("""{"type":"message_delta","delta":{"stop_reason":"""u8).Quoted(stop.Reason)
        .Raw(""","stop_sequence":"""u8).Quoted(stop.Sequence)
        .Raw("""},"usage":{"input_tokens":"""u8).Number(usage.InputTokens)
        .Raw(""","cache_creation_input_tokens":0,"cache_read_input_tokens":"""u8).Number(usage.CachedTokens)
        .Raw(""","output_tokens":"""u8).Number(usage.OutputTokens)
        .Raw("}}"u8));

    /// <summary>Writes a <c>message_delta</c> that is at hand as JSON.</summary>
    public void MessageDelta(ReadOnlySpan<byte> payload) => Send(FrameKind.MessageDelta, _json.Foreign(payload));

    /// <summary>Writes <c>message_stop</c>.</summary>
    public void MessageStop() => Send(FrameKind.MessageStop, _json.Raw("""{"type":"message_stop"}"""u8));

    private JsonOutput MessageUpToUsage(string? id) => _json
        .Raw("""{"type":"message_start","message":{"id":"""u8).Quoted(string.IsNullOrEmpty(id) ? messageId : id)
        .Raw(""","type":"message","role":"assistant","model":"""u8).Quoted(requestedModel)
        .Raw(""","content":[],"stop_reason":null,"stop_sequence":null,"usage":"""u8);

    private static JsonOutput StartUsage(JsonOutput json, AnswerUsage usage) => json
        .Raw("""{"input_tokens":"""u8).Number(usage.InputTokens)
        .Raw(""","cache_creation_input_tokens":0,"cache_read_input_tokens":"""u8).Number(usage.CachedTokens)
        .Raw(""","output_tokens":1}}}"""u8);

    private void Delta(int index, ReadOnlySpan<byte> opening, ReadOnlySpan<char> text) => Send(FrameKind.ContentBlockDelta, _json
        .Raw("""{"type":"content_block_delta","index":"""u8).Number(index)
        .Raw(""","delta":"""u8).Raw(opening).Quoted(text)
        .Raw("}}"u8));

    private void Send(FrameKind kind, JsonOutput json) => sink.Write(kind, json.Take());
}
