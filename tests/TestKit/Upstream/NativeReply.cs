using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Upstream;

/// <summary>What an upstream that speaks Anthropic's API itself answers to <c>POST /v1/messages</c>.</summary>
public static class NativeReply
{
    private const string Json = "application/json";

    /// <summary>A text answer, one delta for each piece.</summary>
    public static UpstreamReply Answer(params string[] pieces) => Start().Block(0, """{"type":"text","text":""}""", [.. pieces.Select(TextDelta)]).End("end_turn");

    /// <summary>A stream that has begun.</summary>
    /// <param name="input">Tokens of the prompt.</param>
    /// <param name="cached">Tokens of the prompt besides, read from a cache.</param>
    public static UpstreamReply Start(int input = 21, int cached = 0) => UpstreamReply.Stream().Event(
        $$$$"""{"type":"message_start","message":{"id":"msg_upstream","type":"message","role":"assistant","model":"upstream/model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":{{{{input}}}},"cache_read_input_tokens":{{{{cached}}}},"output_tokens":1}}}""");

    /// <summary>A whole content block.</summary>
    /// <param name="reply">The stream so far.</param>
    /// <param name="index">Its index.</param>
    /// <param name="start">As JSON, for instance <c>{"type":"text","text":""}</c>.</param>
    /// <param name="deltas">Each as JSON.</param>
    public static UpstreamReply Block(this UpstreamReply reply, int index, string start, params string[] deltas) =>
        deltas.Aggregate(reply.BlockStart(index, start), (all, delta) => all.Delta(index, delta)).BlockStop(index);

    /// <summary>The beginning of a content block.</summary>
    public static UpstreamReply BlockStart(this UpstreamReply reply, int index, string block) =>
        reply.Event($$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}}}""");

    /// <summary>A piece of a content block.</summary>
    public static UpstreamReply Delta(this UpstreamReply reply, int index, string delta) =>
        reply.Event($$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""");

    /// <summary>The end of a content block.</summary>
    public static UpstreamReply BlockStop(this UpstreamReply reply, int index) => reply.Event($$"""{"type":"content_block_stop","index":{{index}}}""");

    /// <summary>The orderly end of a message.</summary>
    public static UpstreamReply End(this UpstreamReply reply, string stopReason, int output = 7) => reply
        .Event($$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stopReason}}}","stop_sequence":null},"usage":{"output_tokens":{{{output}}}}}""")
        .Event("""{"type":"message_stop"}""");

    /// <summary>An error event, in place of what would have come.</summary>
    public static UpstreamReply Error(this UpstreamReply reply, string type, string message) => reply.Event(ErrorJson(type, message));

    /// <summary>One event.</summary>
    public static UpstreamReply Event(this UpstreamReply reply, string json) =>
        reply.Raw($"event: {JsonElement.Parse(json).GetProperty("type").GetString()}\ndata: {json}\n\n");

    /// <summary>A refusal with a status of its own.</summary>
    public static UpstreamReply Refusal(int status, string type, string message) => UpstreamReply.Body(status, Json, ErrorJson(type, message));

    /// <summary>A message in one piece, whatever was asked for.</summary>
    /// <param name="content">Its blocks as JSON.</param>
    /// <param name="stopReason">Why it ends.</param>
    public static UpstreamReply Whole(string content, string stopReason = "end_turn") => UpstreamReply.Body(
        200,
        Json,
        $$$"""{"id":"msg_upstream","type":"message","role":"assistant","model":"upstream/model","content":{{{content}}},"stop_reason":"{{{stopReason}}}","stop_sequence":null,"usage":{"input_tokens":21,"output_tokens":7}}""");

    /// <summary>A piece of text.</summary>
    public static string TextDelta(string text) => new JsonObject { ["type"] = "text_delta", ["text"] = text }.ToJsonString();

    /// <summary>A piece of a tool's input.</summary>
    public static string InputDelta(string json) => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = json }.ToJsonString();

    private static string ErrorJson(string type, string message) =>
        new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString();
}
