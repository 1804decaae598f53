using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Sse;

/// <summary>
/// A request shaped like Claude Code's in the middle of its work: three system blocks with the billing
/// header first, 25 tools, 30 messages of text, tool calls and their results, and all its extra fields.
/// The tool results are as long as it takes to reach the wanted size.
/// </summary>
internal static class RealisticRequest
{
    private const int Exchanges = 14;

    public static JsonObject Build(int kilobytes)
    {
        var bare = AnthropicRequests.ToUtf8(Build(new Filler(1), 0)).Length;
        var missing = (kilobytes * 1024) - bare;
        if (missing < 0)
            throw new ArgumentOutOfRangeException(nameof(kilobytes), kilobytes, $"Tools and system text alone take {bare} bytes.");

        // Two-byte letters and escaped line ends make the text a little longer in bytes than in characters.
        return Build(new Filler(1), (int)(missing / Exchanges / 1.09));
    }

    private static JsonObject Build(Filler filler, int resultLength) => new()
    {
        ["model"] = AnthropicRequests.Model,
        ["messages"] = Messages(filler, resultLength),
        ["system"] = System(filler),
        ["tools"] = RealisticTools.All(filler),
        ["metadata"] = new JsonObject
        {
            ["user_id"] = """{"device_id":"0f","account_uuid":"","session_id":"3d1c6a52-7a55-4f0e-9d8b-1f2a3b4c5d6e"}""",
        },
        ["max_tokens"] = 64_000,
        ["thinking"] = new JsonObject { ["type"] = "adaptive" },
        ["context_management"] = new JsonObject
        {
            ["edits"] = new JsonArray(new JsonObject { ["type"] = "clear_thinking_20251015", ["keep"] = "all" }),
        },
        ["output_config"] = new JsonObject { ["effort"] = "medium" },
        ["stream"] = true,
    };

    private static JsonArray System(Filler filler) =>
    [
        Text("x-anthropic-billing-header: cc_version=2.1.330.839; cc_entrypoint=sdk-cli;"),
        Cached(Text("You are an agent for software engineering.")),
        Cached(Text(filler.Text(9_000))),
    ];

    /// <summary>A task, a system message in the middle, tool calls with their results, and a last word.</summary>
    private static JsonArray Messages(Filler filler, int resultLength)
    {
        var messages = new JsonArray(
            Message("user", Text("<system-reminder>" + filler.Text(500) + "</system-reminder>"), Text("Find the bug.")),
            new JsonObject { ["role"] = "system", ["content"] = "# Environment\n" + filler.Text(4_000) });
        for (var i = 0; i < Exchanges; i++)
        {
            messages.Add(Message("assistant", Text(filler.Text(80)), ToolUse(i)));
            messages.Add(Message("user", ToolResult(i, filler.Text(resultLength))));
        }

        messages[^1]!["content"]!.AsArray().Add(Cached(Text("Go on.")));
        return messages;
    }

    private static JsonObject Message(string role, params JsonNode[] content) =>
        new() { ["role"] = role, ["content"] = new JsonArray(content) };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Cached(JsonObject block)
    {
        block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        return block;
    }

    private static JsonObject ToolUse(int i) => new()
    {
        ["type"] = "tool_use",
        ["id"] = $"toolu_{i:D24}",
        ["name"] = "Read",
        ["input"] = new JsonObject { ["file_path"] = $"/src/file{i}.cs", ["limit"] = 200 },
    };

    private static JsonObject ToolResult(int i, string text) => new()
    {
        ["type"] = "tool_result",
        ["tool_use_id"] = $"toolu_{i:D24}",
        ["content"] = text,
    };
}
