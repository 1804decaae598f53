using System.Text.Json.Nodes;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class ToolResultTests
{
    private const string Image = """{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}""";

    [Theory]
    [InlineData(""" "content":"ok" """, "ok")]
    [InlineData(""" "content":[{"type":"text","text":"one"},{"type":"text","text":"two"}] """, "one\n\ntwo")]
    [InlineData(""" "content":[{"type":"tool_reference","tool_name":"WebFetch"},{"type":"tool_reference","tool_name":"TaskStop"}] """, "Tool WebFetch is loaded and can be called now.\n\nTool TaskStop is loaded and can be called now.")]
    [InlineData(""" "content":[{"type":"document","source":{"type":"text","data":"page"}}] """, "page")]
    [InlineData(""" "content":[{"type":"hologram","text":"seen"},{"type":"hologram"}] """, "seen")]
    [InlineData(""" "content":"" """, "(no output)")]
    [InlineData(""" "content":[] """, "(no output)")]
    [InlineData(""" "is_error":false """, "(no output)")]
    [InlineData(""" "content":"exit 1","is_error":true """, "Error: exit 1")]
    [InlineData(""" "content":"Error: exit 1","is_error":true """, "Error: exit 1")]
    [InlineData(""" "content":"<tool_use_error>No such file</tool_use_error>","is_error":true """, "<tool_use_error>No such file</tool_use_error>")]
    [InlineData(""" "is_error":true """, "Error: (no output)")]
    public void A_result_becomes_text_that_says_what_happened(string members, string expected)
    {
        var messages = AfterCalls(["c1"], $$$"""{"type":"tool_result","tool_use_id":"c1",{{{members}}}}""");

        AssertJson($$"""[{"role":"tool","tool_call_id":"c1","content":{{JsonValue.Create(expected).ToJsonString()}}}]""", messages);
    }

    [Fact]
    public void Results_follow_in_the_order_of_the_calls_and_other_text_comes_after_them() => AssertJson(
        """
        [{"role":"tool","tool_call_id":"c1","content":"first"},
         {"role":"tool","tool_call_id":"c2","content":"second"},
         {"role":"user","content":"Look here.\n\nGo on."}]
        """,
        AfterCalls(
            ["c1", "c2"],
            """{"type":"text","text":"Look here."}""",
            """{"type":"tool_result","tool_use_id":"c2","content":"second"}""",
            """{"type":"tool_result","tool_use_id":"c1","content":"first"}""",
            """{"type":"text","text":"Go on."}"""));

    [Fact]
    public void Images_of_results_follow_all_results_numbered() => AssertJson(
        """
        [{"role":"tool","tool_call_id":"c1","content":"Shot:\n\n[image 1 below]"},
         {"role":"tool","tool_call_id":"c2","content":"[image 2 below]"},
         {"role":"user","content":[
           {"type":"text","text":"[image 1]"},
           {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
           {"type":"text","text":"[image 2]"},
           {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
           {"type":"text","text":"Compare."}]}]
        """,
        AfterCalls(
            ["c1", "c2"],
            $$"""{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"Shot:"},{{Image}}]}""",
            $$"""{"type":"tool_result","tool_use_id":"c2","content":[{{Image}}]}""",
            """{"type":"text","text":"Compare."}"""));

    [Fact]
    public void A_call_without_a_result_gets_one_that_says_so() => AssertJson(
        """
        [{"role":"tool","tool_call_id":"c1","content":"(no result: the call was interrupted)"},
         {"role":"tool","tool_call_id":"c2","content":"ok"},
         {"role":"user","content":"Stop."}]
        """,
        AfterCalls(
            ["c1", "c2"],
            """{"type":"tool_result","tool_use_id":"c2","content":"ok"}""",
            """{"type":"text","text":"Stop."}"""));

    [Fact]
    public void A_result_without_its_call_becomes_user_text() => AssertJson(
        """
        [{"role":"tool","tool_call_id":"c1","content":"ok"},
         {"role":"user","content":"Result of an earlier tool call:\ncut off\n\nResult of an earlier tool call:\nsaid twice"}]
        """,
        AfterCalls(
            ["c1"],
            """{"type":"tool_result","tool_use_id":"gone","content":"cut off"}""",
            """{"type":"tool_result","tool_use_id":"c1","content":"ok"}""",
            """{"type":"tool_result","tool_use_id":"c1","content":"said twice"}"""));

    [Fact]
    public void A_conversation_may_begin_with_a_result() => AssertJson(
        """[{"role":"user","content":"Result of an earlier tool call:\ncut off"}]""",
        Messages("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"gone","content":"cut off"}]}]"""));

    [Fact]
    public void A_result_that_comes_after_another_answer_no_longer_belongs_to_its_call() => AssertJson(
        """
        [{"role":"tool","tool_call_id":"c1","content":"(no result: the call was interrupted)"},
         {"role":"user","content":"Never mind."},
         {"role":"assistant","content":"Fine."},
         {"role":"user","content":"Result of an earlier tool call:\nlate"}]
        """,
        Skip(2, Messages("""
            [{"role":"user","content":"go"},
             {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"Bash","input":{}}]},
             {"role":"user","content":"Never mind."},
             {"role":"assistant","content":"Fine."},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"late"}]}]
            """)));

    /// <summary>What follows an assistant message that made the calls, given one user message of blocks.</summary>
    private static JsonArray AfterCalls(string[] ids, params string[] blocks)
    {
        var calls = ids.Select(id => $$$"""{"type":"tool_use","id":"{{{id}}}","name":"Bash","input":{}}""");
        return Skip(2, Messages($$"""
            [{"role":"user","content":"go"},
             {"role":"assistant","content":[{{string.Join(',', calls)}}]},
             {"role":"user","content":[{{string.Join(',', blocks)}}]}]
            """));
    }

    private static JsonArray Skip(int count, JsonNode messages) =>
        [.. messages.AsArray().Skip(count).Select(message => message!.DeepClone())];
}
