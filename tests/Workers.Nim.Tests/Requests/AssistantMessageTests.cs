using System.Text.Json.Nodes;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class AssistantMessageTests
{
    [Fact]
    public void Text_and_calls_become_one_message_and_thinking_is_left_out() => AssertJson(
        """
        {"role":"assistant","content":"I look.",
         "tool_calls":[{"id":"c1","type":"function","function":{"name":"Read","arguments":"{\"path\": \"a\",\"n\":1.0}"}}]}
        """,
        Answer("""
            [{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"x"},
             {"type":"text","text":"I look."},
             {"type":"tool_use","id":"c1","name":"Read","input":{"path": "a","n":1.0}}]
            """));

    [Theory]
    [InlineData("", "{}")]
    [InlineData(""", "input":null""", "{}")]
    [InlineData(""", "input":{}""", "{}")]
    [InlineData(""", "input":{ "b" : 1, "a" : "\u00e4" }""", """{ "b" : 1, "a" : "\u00e4" }""")]
    [InlineData(""", "input":"ls" """, """{"input":"ls"}""")]
    public void Arguments_are_the_clients_own_json_text(string input, string expected)
    {
        var answer = Answer($$"""[{"type":"tool_use","id":"c1","name":"Bash"{{input}}}]""");

        Assert.Equal(expected, (string)answer["tool_calls"]![0]!["function"]!["arguments"]!);
    }

    [Fact]
    public void Calls_alone_have_null_as_content()
    {
        var answer = Answer("""[{"type":"text","text":"\n"},{"type":"tool_use","id":"c1","name":"Bash","input":{}}]""");

        Assert.True(answer.AsObject().TryGetPropertyValue("content", out var content));
        Assert.Null(content);
    }

    [Theory]
    [InlineData("""[{"type":"text","text":"The sky"},{"type":"text","text":" "},{"type":"text","text":"is blue."}]""", "The sky is blue.")]
    [InlineData("""[{"type":"text","text":"First."},{"type":"thinking","thinking":"hm"},{"type":"text","text":"Second."}]""", "First.\n\nSecond.")]
    [InlineData("""
        [{"type":"text","text":"I search."},
         {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"x"}},
         {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","url":"https://example.com"}]},
         {"type":"text","text":"Found."}]
        """, "I search.\n\nFound.")]
    public void A_text_split_into_blocks_is_whole_again_and_separate_texts_stay_apart(string content, string expected) =>
        Assert.Equal(expected, (string)Answer(content)["content"]!);

    [Theory]
    [InlineData("""  "" """)]
    [InlineData("""  " \n" """)]
    [InlineData("[]")]
    [InlineData("""[{"type":"thinking","thinking":"hm","signature":"s"}]""")]
    [InlineData("""[{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}]""")]
    public void A_message_with_nothing_left_is_left_out(string content) => AssertJson(
        """[{"role":"user","content":"one\n\ntwo"}]""",
        Messages($$"""
            [{"role":"user","content":"one"},{"role":"assistant","content":{{content}}},{"role":"user","content":"two"}]
            """));

    [Fact]
    public void Consecutive_assistant_messages_become_one() => AssertJson(
        """
        [{"role":"user","content":"go"},
         {"role":"assistant","content":"One.\n\nTwo.","tool_calls":[
           {"id":"c1","type":"function","function":{"name":"A","arguments":"{}"}},
           {"id":"c2","type":"function","function":{"name":"B","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"c1","content":"a"},
         {"role":"tool","tool_call_id":"c2","content":"b"}]
        """,
        Messages("""
            [{"role":"user","content":"go"},
             {"role":"assistant","content":[{"type":"text","text":"One."},{"type":"tool_use","id":"c1","name":"A","input":{}}]},
             {"role":"assistant","content":[{"type":"text","text":"Two."},{"type":"tool_use","id":"c2","name":"B","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"c2","content":"b"},{"type":"tool_result","tool_use_id":"c1","content":"a"}]}]
            """));

    [Fact]
    public void A_beginning_of_the_answer_is_passed_on() => AssertJson(
        """[{"role":"user","content":"JSON?"},{"role":"assistant","content":"{"}]""",
        Messages("""[{"role":"user","content":"JSON?"},{"role":"assistant","content":"{"}]"""));

    private static JsonNode Answer(string content) => Messages(
        $$"""[{"role":"user","content":"go"},{"role":"assistant","content":{{content}}}]""")[1]!;
}
