namespace Pipeline.TestKit.Upstream;

/// <summary>Complete answers.</summary>
public sealed partial record UpstreamReply
{
    private const int UsualPromptTokens = 21;

    /// <summary>A text answer, one chunk for each piece.</summary>
    public static UpstreamReply Answer(params string[] pieces) =>
        pieces.Aggregate(Stream(), (reply, piece) => reply.Text(piece)).Complete("stop");

    /// <summary>An answer that thinks first.</summary>
    public static UpstreamReply Thinking(string reasoning, string answer) =>
        Stream().Reasoning(reasoning).Text(answer).Complete("stop");

    /// <summary>An answer of tool calls, one after the other.</summary>
    /// <param name="calls">Names and arguments as JSON.</param>
    public static UpstreamReply ToolCalls(params (string Name, string Arguments)[] calls) =>
        calls.Aggregate(Stream(), (reply, call) => reply.ToolCall(call.Name, call.Arguments)).Complete("tool_calls");

    /// <summary>A stream that ends well but holds nothing.</summary>
    public static UpstreamReply Empty() => Stream().Text("").Complete("stop");

    /// <summary>The body of <c>GET /v1/models</c>.</summary>
    internal static UpstreamReply ModelList(IEnumerable<string> ids) =>
        new UpstreamReply { ContentType = Json }.Bytes(OpenAiJson.ToUtf8(OpenAiJson.Models(ids)));

    /// <summary>Adds the orderly end: finish reason, usage and end marker.</summary>
    public UpstreamReply Complete(string finishReason) =>
        Finish(finishReason)
            .Usage(UsualPromptTokens, Steps.Count(step => step is TextStep or ReasoningStep or ToolCallStep))
            .Done();
}
