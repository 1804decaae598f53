using System.Text;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

public class ToolDeclarationTests
{
    [Fact]
    public void A_tool_becomes_a_function_with_its_schema_as_parameters() => AssertJson(
        """
        [{"type":"function","function":{"name":"Read","description":"Reads.",
          "parameters":{"type":"object","properties":{"$schema":{"type":"string"},"n":{"type":"number","maximum":1.50}}}}}]
        """,
        With("""
            "tools":[{"name":"Read","description":"Reads.","cache_control":{"type":"ephemeral"},
              "input_schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                "properties":{"$schema":{"type":"string"},"n":{"type":"number","maximum":1.50}}}}]
            """)["tools"]);

    [Theory]
    [InlineData("")]
    [InlineData(""","input_schema":null""")]
    [InlineData(""","input_schema":{}""")]
    public void A_tool_without_a_schema_takes_an_empty_object(string schema) => AssertJson(
        """[{"type":"function","function":{"name":"Stop","parameters":{"type":"object","properties":{}}}}]""",
        With($$"""  "tools":[{"type":"custom","name":"Stop"{{schema}}}] """)["tools"]);

    [Fact]
    public void Tools_loaded_later_come_after_the_others()
    {
        var tools = With("""
            "tools":[{"name":"A"},{"name":"B","defer_loading":true},{"name":"DeferredToolPlaceholder","defer_loading":true},
              {"name":"C"},{"name":"D","defer_loading":true},{"name":"E","defer_loading":false}]
            """)["tools"]!.AsArray();

        Assert.Equal(["A", "C", "E", "B", "D"], tools.Select(tool => (string)tool!["function"]!["name"]!));
    }

    [Fact]
    public void Tools_of_mcp_servers_come_sorted_behind_the_clients_own()
    {
        var tools = With("""
            "tools":[{"name":"mcp__b__x"},{"name":"Write"},{"name":"mcp__a__y"},{"name":"mcp__c__z","defer_loading":true},{"name":"Bash"},
              {"name":"mcp__B__x"},{"name":"mcp__a__z","defer_loading":true}]
            """)["tools"]!.AsArray();

        Assert.Equal(
            ["Write", "Bash", "mcp__B__x", "mcp__a__y", "mcp__b__x", "mcp__c__z", "mcp__a__z"],
            tools.Select(tool => (string)tool!["function"]!["name"]!));
    }

    [Fact]
    public void Of_two_tools_with_one_name_the_first_is_sent() => AssertJson(
        """[{"type":"function","function":{"name":"A","description":"first","parameters":{"type":"object","properties":{}}}}]""",
        With("""  "tools":[{"name":"A","description":"first"},{"name":"A","description":"second"}] """)["tools"]);

    [Fact]
    public void Tools_of_anthropics_servers_are_left_out_together_with_their_choice()
    {
        var request = With("""
            "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":8}],
            "tool_choice":{"type":"tool","name":"web_search","disable_parallel_tool_use":true}
            """).AsObject();

        Assert.False(request.ContainsKey("tools"));
        Assert.False(request.ContainsKey("tool_choice"));
        Assert.False(request.ContainsKey("parallel_tool_calls"));
    }

    [Theory]
    [InlineData("""{"type":"auto"}""", "\"auto\"")]
    [InlineData("""{"type":"any"}""", "\"required\"")]
    [InlineData("""{"type":"none"}""", "\"none\"")]
    [InlineData("""{"type":"tool","name":"A"}""", """{"type":"function","function":{"name":"A"}}""")]
    [InlineData("""{"type":"tool","name":"unknown"}""", "null")]
    [InlineData("""{"type":"someday"}""", "null")]
    [InlineData("null", "null")]
    public void The_choice_of_tools_is_kept(string choice, string expected) =>
        AssertJson(expected, With($$"""  "tools":[{"name":"A"}],"tool_choice":{{choice}} """)["tool_choice"]);

    [Fact]
    public void One_call_at_a_time_is_passed_on()
    {
        var request = With("""  "tools":[{"name":"A"}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true} """);

        Assert.False((bool)request["parallel_tool_calls"]!);
    }

    [Fact]
    public void A_schema_keeps_its_own_spelling()
    {
        var body = Whole("""
            {"messages":[{"role":"user","content":"hi"}],
             "tools":[{"name":"A","input_schema":{"type":"object","properties":{"b":{"maximum":1e3, "pattern":"\u0041"}}}}]}
            """).Chat.ToUtf8();

        Assert.Contains("""{"b":{"maximum":1e3, "pattern":"\u0041"}}""", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }
}
