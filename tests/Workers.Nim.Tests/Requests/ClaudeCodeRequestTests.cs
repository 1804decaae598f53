using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Requests;

/// <summary>A request of Claude Code 2.1.330 after its ToolSearch loaded two tools, shortened.</summary>
public class ClaudeCodeRequestTests
{
    private static readonly string Body = ReadBody();

    [Fact]
    public void Its_conversation_is_legal_and_complete() => AssertJson(
        """
        [{"role":"system","content":"You are a Claude agent.\n\n\nWork with the user toward their goals.\n\n - Answer in the user’s language."},
         {"role":"user","content":"<system-reminder>\nAttribution for commits: none.\n</system-reminder>\n\n\nhello\n\n<system-reminder>\n# Environment\n - Primary working directory: /home/user/project\n - Platform: linux\n</system-reminder>"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"toolu_01","type":"function","function":{"name":"ToolSearch","arguments":"{\"query\":\"select:WebFetch,TaskStop\",\"max_results\":5}"}}]},
         {"role":"tool","tool_call_id":"toolu_01","content":"Tool WebFetch is loaded and can be called now.\n\nTool TaskStop is loaded and can be called now."},
         {"role":"user","content":"Tool loaded."}]
        """,
        Request(Body)["messages"]);

    [Fact]
    public void Its_loaded_tools_come_last_and_no_schema_names_its_dialect()
    {
        var tools = Request(Body)["tools"]!.AsArray().Select(tool => tool!["function"]!).ToList();

        Assert.Equal(
            ["Agent", "Bash", "Read", "ToolSearch", "Write", "TaskStop", "WebFetch"],
            tools.Select(tool => (string)tool["name"]!));
        Assert.All(tools, tool => Assert.False(tool["parameters"]!.AsObject().ContainsKey("$schema")));
    }

    [Fact]
    public void Nothing_that_only_anthropic_understands_is_sent()
    {
        var request = Request(Body).AsObject();

        Assert.Equal(
            ["model", "stream", "stream_options", "tools", "messages", "max_tokens", "reasoning_effort", "chat_template_kwargs"],
            request.Select(member => member.Key));
        Assert.Equal(["Agent"], Whole(Body).Answer.ForegroundTools);
    }

    private static string ReadBody()
    {
        var assembly = typeof(ClaudeCodeRequestTests).Assembly;
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("claude-code-2.1.330.json", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
