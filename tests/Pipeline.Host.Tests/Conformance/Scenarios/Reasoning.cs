using Pipeline.TestKit.Upstream;
using static Pipeline.Host.Tests.Conformance.Scenarios.Asking;

namespace Pipeline.Host.Tests.Conformance.Scenarios;

/// <summary>
/// Reasons in <c>reasoning_content</c>, <c>reasoning</c>, <c>reasoning_details</c> or within <c>&lt;think&gt;</c>, tags
/// split over chunks, a closing tag without an opening one.
/// </summary>
internal static class Reasoning
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Thinks("reasoning_content", UpstreamReply.Thinking("Hm, so.", "Yes.")),
        Thinks("reasoning as its own field", UpstreamReply.Stream().Reasoning("Hm, so.", "reasoning").Text("Yes.").Complete("stop")),
        Thinks("reasoning_details", UpstreamReply.Stream()
            .Chunk("""{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":"Hm, so."}]}}]}""").Text("Yes.").Complete("stop")),
        Thinks("<think> tags", UpstreamReply.Answer("<think>Hm, so.</think>Yes.")),
        Thinks("<think> tags split over chunks", UpstreamReply.Answer("<th", "ink>Hm,", " so.</thi", "nk>", "Yes.")),
        new("a closing tag without an opening one", UpstreamReply.Answer("Hm, so.</think>", "Yes.")) { Asks = ToThink, Sees = client => client.Says("Hm, so.Yes.") },
        Thinks("closing tags without opening ones, again and again", UpstreamReply.Answer("Hm, ", "so.</th", "ink>", "Yes.")) with { Requests = 2 },
        new("no closing tag after one that nothing had opened", UpstreamReply.Answer("Hm.</think>Yes."), UpstreamReply.Answer("No ", "thinking.")) { Requests = 2, Sees = client => client.Says("No thinking.") },
        new("tags that are talked about", UpstreamReply.Answer("Write `<think>` and ", "`</think>` yourself."))
        {
            Asks = ToThink,
            Sees = client => client.Says("Write `<think>` and `</think>` yourself."),
        },
        new("reasoning that nobody asked for", UpstreamReply.Thinking("Hm, so.", "Yes.")) { Sees = client => client.Says("Yes.").Thinks("") },
        new("reasoning before a tool call", UpstreamReply.Stream().Reasoning("I look.").ToolCall("Bash", "{}").Complete("tool_calls"))
        {
            Asks = body =>
            {
                ToThink(body);
                WithTools("Bash")(body);
            },
            Sees = client => client.Thinks("I look.").Uses(("Bash", "{}")),
        },
        new("reasoning between words", UpstreamReply.Stream().Text("One. ").Reasoning("Hm.").Text("Two.").Complete("stop"))
        {
            Asks = ToThink,
            Sees = client => client.Says("One. Two.").Thinks("Hm."),
        },
    ];

    private static Scenario Thinks(string name, UpstreamReply reply) => new(name, reply)
    {
        Asks = ToThink,
        Sees = client => client.Says("Yes.").Thinks("Hm, so.").Stops("end_turn"),
    };
}
