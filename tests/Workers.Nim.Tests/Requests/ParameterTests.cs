using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class ParameterTests
{
    private static readonly string[] AlwaysSent = ["model", "stream", "stream_options", "messages"];

    [Theory]
    [InlineData("""  "max_tokens":64000,"temperature":1,"top_p":0.95,"top_k":40 """, """{"max_tokens":64000,"temperature":1,"top_p":0.95,"top_k":40}""")]
    [InlineData("""  "stop_sequences":["END",""," "] """, """{"stop":["END"," "]}""")]
    [InlineData("""  "stop_sequences":["1","2","3","4","5"] """, """{"stop":["1","2","3","4"]}""")]
    [InlineData("""  "stop_sequences":[] """, "{}")]
    [InlineData("""  "temperature":null,"top_p":null,"thinking":null,"tools":null,"output_config":null """, "{}")]
    [InlineData("""  "metadata":{"user_id":"u"},"service_tier":"auto","mcp_servers":[],"container":null,"context_management":{"edits":[]},"brand_new":1 """, "{}")]
    [InlineData("""  "thinking":{"type":"adaptive"} """, """{"chat_template_kwargs":{"thinking":true,"enable_thinking":true}}""")]
    [InlineData("""  "thinking":{"type":"enabled","budget_tokens":1024} """, """{"chat_template_kwargs":{"thinking":true,"enable_thinking":true}}""")]
    [InlineData("""  "thinking":{"type":"disabled"} """, """{"chat_template_kwargs":{"thinking":false,"enable_thinking":false}}""")]
    [InlineData("""  "thinking":{"type":"disabled"},"output_config":{"effort":"high"} """, """{"chat_template_kwargs":{"thinking":false,"enable_thinking":false}}""")]
    [InlineData("""  "output_config":{"effort":"low"} """, """{"reasoning_effort":"low"}""")]
    [InlineData("""  "output_config":{"effort":"medium"} """, """{"reasoning_effort":"medium"}""")]
    [InlineData("""  "output_config":{"effort":"high"} """, """{"reasoning_effort":"high"}""")]
    [InlineData("""  "output_config":{"effort":"xhigh"} """, """{"reasoning_effort":"high"}""")]
    [InlineData("""  "output_config":{"effort":"max"} """, """{"reasoning_effort":"high"}""")]
    [InlineData("""  "output_config":{"effort":"heroic"} """, "{}")]
    public void Parameters_become_those_of_chat_completions_and_nothing_else_is_sent(string members, string expected)
    {
        var request = With(members).AsObject();
        foreach (var name in AlwaysSent) request.Remove(name);

        AssertJson(expected, request);
    }

    [Theory]
    [InlineData("""  "output_config":{"format":{"type":"json_schema","schema":{"$schema":"s","type":"object"}}} """)]
    [InlineData("""  "output_format":{"type":"json_schema","schema":{"type":"object"}} """)]
    public void A_demanded_schema_becomes_the_response_format(string members) => AssertJson(
        """{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"},"strict":true}}""",
        With(members)["response_format"]);

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void The_upstream_always_streams_and_counts(string stream)
    {
        var request = With($"\"stream\":{stream}");

        Assert.True((bool)request["stream"]!);
        AssertJson("""{"include_usage":true}""", request["stream_options"]);
        Assert.Equal("upstream-model", (string)request["model"]!);
    }

    [Fact]
    public void What_may_change_within_a_conversation_is_written_after_the_messages()
    {
        var names = With("""
            "tools":[{"name":"A"}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true},"max_tokens":5,"temperature":0.5,
            "top_p":0.5,"top_k":5,"stop_sequences":["x"],"thinking":{"type":"adaptive"},
            "output_config":{"effort":"low","format":{"type":"json_schema","schema":{}}}
            """).AsObject().Select(member => member.Key).ToList();

        Assert.Equal(["model", "stream", "stream_options", "tools", "messages"], names[..5]);
        Assert.Equal(15, names.Count);
    }
}
