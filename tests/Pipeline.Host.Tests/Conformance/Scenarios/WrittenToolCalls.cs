using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>Writes tool calls as text, or leaks its control tokens; text that merely looks alike passes untouched.</summary>
internal static class WrittenToolCalls
{
    private const string List = """{"command":"ls"}""";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        Written("a call as <function=…> behind a bullet", "● <function=Bash><parameter=command>ls</parameter></function>"),
        Written("a call as <tool_call> with JSON", "<tool_call>\n{\"name\":\"Bash\",\"arguments\":{\"command\":\"ls\"}}\n</tool_call>"),
        Written("a call as <tool_call> with keys and values", "<tool_call>Bash\n<arg_key>command</arg_key>\n<arg_value>ls</arg_value>\n</tool_call>"),
        Written("a call in Kimi's tokens", "<|tool_calls_section_begin|><|tool_call_begin|>functions.Bash:0<|tool_call_argument_begin|>{\"command\":\"ls\"}<|tool_call_end|><|tool_calls_section_end|>"),
        Written("a call in DeepSeek's tokens", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>Bash\n```json\n{\"command\":\"ls\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>"),
        Written("a call in Mistral's brackets", "[TOOL_CALLS][{\"name\":\"Bash\",\"arguments\":{\"command\":\"ls\"}}]"),
        Written("a call in Llama's python tag", "<|python_tag|>{\"name\":\"Bash\",\"parameters\":{\"command\":\"ls\"}}<|eom_id|>"),
        Written("a call in Harmony's channels", "<|channel|>commentary to=functions.Bash <|constrain|>json<|message|>{\"command\":\"ls\"}<|call|>"),
        Plain("a call in a code fence", "```\n<tool_call>{\"name\":\"Bash\",\"arguments\":{\"command\":\"ls\"}}</tool_call>\n```"),
        Plain("a call of a tool that is not there", "<tool_call>{\"name\":\"Fly\",\"arguments\":{}}</tool_call>"),
        Plain("operators that look like tokens", "let f = xs |> List.map g <| y"),
        Plain("an unknown token in text", "The token <|foo|> is ours."),
        Plain("a tag that is talked about", "Use `<tool_call>` to call a tool."),
        new("an end token behind the answer", UpstreamReply.Answer("All done.", "<|im_", "end|>")) { Sees = client => client.Says("All done.") },
        new("Harmony's channels around the answer", UpstreamReply.Answer("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|chan", "nel|>final<|message|>Hello!<|return|>"))
        {
            Asks = ToThink,
            Sees = client => client.Says("Hello!").Thinks("Hm."),
        },
    ];

    private static Scenario Written(string name, string text) => new($"{name}, cut everywhere", UpstreamReply.Stream().Text(text[..(text.Length / 3)]).Text(text[(text.Length / 3)..]).Complete("stop").CutInto(7))
    {
        Asks = WithTools("Bash", "Read"),
        Sees = client => client.Uses(("Bash", List)).AfterCalls(1),
    };

    private static Scenario Plain(string name, string text) => new(name, UpstreamReply.Answer(text[..5], text[5..]))
    {
        Asks = WithTools("Bash", "Read"),
        Sees = client => client.Says(text).Stops("end_turn"),
    };
}
