namespace Pipeline.Workers.Nim.Tests.Grammar;

/// <summary>Events to build good and broken streams from.</summary>
internal static class Events
{
    public const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}}""";

    public const string Ping = """{"type":"ping"}""";

    public const string MessageStop = """{"type":"message_stop"}""";

    public const string Error = """{"type":"error","error":{"type":"overloaded_error","message":"later"}}""";

    public static string Text(int index) => Block(index, """{"type":"text","text":""}""");

    public static string Thinking(int index) => Block(index, """{"type":"thinking","thinking":"","signature":""}""");

    public static string Tool(int index, string id = "toolu_1") => Block(index, $$"""{"type":"tool_use","id":"{{id}}","name":"Bash","input":{} }""");

    public static string TextDelta(int index, string text = "a") => Delta(index, $$"""{"type":"text_delta","text":"{{text}}"}""");

    public static string ThinkingDelta(int index) => Delta(index, """{"type":"thinking_delta","thinking":"hm"}""");

    public static string Signature(int index) => Delta(index, """{"type":"signature_delta","signature":"s"}""");

    public static string Input(int index, string json) => Delta(index, $$"""{"type":"input_json_delta","partial_json":{{System.Text.Json.JsonSerializer.Serialize(json)}}}""");

    public static string Stop(int index) => $$"""{"type":"content_block_stop","index":{{index}}}""";

    public static string End(string reason = "end_turn", string sequence = "null", string usage = """{"output_tokens":5}""") =>
        $$"""{"type":"message_delta","delta":{"stop_reason":"{{reason}}","stop_sequence":{{sequence}}},"usage":{{usage}}}""";

    public static string Block(int index, string block) => $$"""{"type":"content_block_start","index":{{index}},"content_block":{{block}}}""";

    public static string Delta(int index, string delta) => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}""";
}
