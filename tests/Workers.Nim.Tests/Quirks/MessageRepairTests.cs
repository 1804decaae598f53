using Pipeline.Contracts.Providers;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Quirks;

public class MessageRepairTests
{
    private const string Image = """{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}""";
    private const string Call = """{"role":"user","content":"go"},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"Shot","input":{}}]}""";

    [Fact]
    public void An_image_of_the_person_becomes_a_note_in_its_place() => AssertJson(
        """[{"role":"user","content":"Compare\n\n[image: this model cannot see images]\n\nwith text"}]""",
        Shaped.Messages($$"""[{"role":"user","content":[{"type":"text","text":"Compare"},{{Image}},{"type":"text","text":"with text"}]}]""", Quirk.NoImages));

    [Fact]
    public void An_image_that_a_tool_returned_becomes_a_note_in_its_result_and_no_message_is_left_over() => AssertJson(
        """
        [{"role":"user","content":"go"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"Shot","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"[image 1 below] is what I saw:\n\n[image: this model cannot see images]"}]
        """,
        Shaped.Messages($$"""
            [{{Call}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[
              {"type":"text","text":"[image 1 below] is what I saw:"},{{Image}}]}]}]
            """, Quirk.NoImages));

    [Fact]
    public void What_the_person_says_beside_a_tools_image_stays() => AssertJson(
        """{"role":"user","content":"[image 1]\n\n[image: this model cannot see images]"}""",
        Shaped.Messages($$"""
            [{{Call}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{{Image}}]},
              {"type":"text","text":"[image 1]"},{{Image}}]}]
            """, Quirk.NoImages)[3]);

    [Fact]
    public void An_image_of_a_result_without_its_call_becomes_a_note() => AssertJson(
        """[{"role":"user","content":"Result of an earlier tool call:\n[image 1 below]\n\n[image 1]\n\n[image: this model cannot see images]"}]""",
        Shaped.Messages($$"""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"gone","content":[{{Image}}]}]}]""", Quirk.NoImages));

    [Theory]
    [InlineData("""{"role":"user","content":"hi"}""", """[{"role":"user","content":"Be brief.\n\nhi"}]""")]
    [InlineData("""{"role":"assistant","content":"Hello."}""", """[{"role":"user","content":"Be brief."},{"role":"assistant","content":"Hello."}]""")]
    public void Instructions_begin_the_first_user_message_where_no_system_role_is_known(string message, string expected) =>
        AssertJson(expected, Shaped.Request($$"""{"system":"Be brief.","messages":[{{message}}]}""", Quirk.NoSystemRole)["messages"]);

    [Fact]
    public void The_assistant_speaks_between_results_and_the_person_where_the_template_wants_it()
    {
        var messages = Shaped.Messages($$"""
            [{{Call}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"ok"},{"type":"text","text":"Go on."}]},
             {"role":"assistant","content":"Done."},{"role":"user","content":"Thanks."}]
            """, Quirk.NoUserAfterTool).AsArray();

        Assert.Equal(
            ["user", "assistant", "tool", "assistant", "user", "assistant", "user"],
            messages.Select(message => (string)message!["role"]!));
        Assert.False(string.IsNullOrEmpty((string)messages[3]!["content"]!));
    }

    [Fact]
    public void Calls_alone_have_an_empty_string_where_null_is_refused() =>
        Assert.Equal("", (string)Shaped.Messages($"[{Call}]", Quirk.NoNullContent)[1]!["content"]!);

    [Fact]
    public void A_demanded_schema_is_put_into_words_at_the_end()
    {
        var request = Shaped.Request(
            """
            {"system":"Be brief.","messages":[{"role":"user","content":"one"},{"role":"assistant","content":"two"},{"role":"user","content":"three"}],
             "output_config":{"format":{"type":"json_schema","schema":{"$schema":"s","type":"object","properties":{"title":{"type":"string"}}}}}}
            """,
            Quirk.NoResponseFormat).AsObject();

        Assert.False(request.ContainsKey("response_format"));
        Assert.Equal("Be brief.", (string)request["messages"]![0]!["content"]!);
        var last = (string)request["messages"]![3]!["content"]!;
        Assert.StartsWith("three\n\nAnswer with nothing but JSON", last, StringComparison.Ordinal);
        Assert.EndsWith("""{"type":"object","properties":{"title":{"type":"string"}}}""", last, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"{"}""", new[] { "user", "assistant" })]
    [InlineData("""{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"ok"}]}""", new[] { "user", "assistant", "tool", "user" })]
    public void A_schema_in_words_comes_before_a_begun_answer_and_after_results(string last, string[] roles)
    {
        var before = last.Contains("tool_result", StringComparison.Ordinal) ? Call : """{"role":"user","content":"go"}""";
        var request = Shaped.Request(
            $$$"""{"messages":[{{{before}}},{{{last}}}],"output_format":{"type":"json_schema","schema":{"type":"object"} } }""",
            Quirk.NoResponseFormat);

        Assert.Equal(roles, request["messages"]!.AsArray().Select(message => (string)message!["role"]!));
        var asked = request["messages"]!.AsArray().Last(message => (string)message!["role"]! == "user");
        Assert.Contains("JSON schema", (string)asked!["content"]!, StringComparison.Ordinal);
    }
}
