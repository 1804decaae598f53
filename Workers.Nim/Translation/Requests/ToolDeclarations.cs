using System.Text.Json;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Translates the <c>tools</c> of a request.</summary>
internal static class ToolDeclarations
{
    /// <summary>Claude Code's stand-in for tools not loaded yet; it says itself that it is never called.</summary>
    private const string Placeholder = "DeferredToolPlaceholder";

    /// <summary>How Claude Code begins the names of tools that MCP servers bring.</summary>
    private const string McpPrefix = "mcp__";

    private static readonly JsonElement NoParameters =
        JsonElement.Parse("""{"type":"object","properties":{}}"""u8);

    /// <summary>
    /// The tools as functions, in an order that stays through a conversation: the prefix that consecutive
    /// requests share begins with them. MCP servers answer in any order, so their tools are sorted and come
    /// behind the client's own; those loaded in mid-conversation come last, as Claude Code sorts them in
    /// among the others. Of two tools with one name the first counts; upstreams refuse both.
    /// </summary>
    public static IReadOnlyList<ChatTool> Read(Field request, WireToolNames names)
    {
        List<Field> own = [], fromServers = [], loaded = [];
        foreach (var tool in request.Member("tools")?.Items() ?? [])
        {
            if (IsServerTool(tool) || tool.Text("name") is Placeholder) continue;

            var group = tool.IsTrue("defer_loading") ? loaded
                : NameOf(tool).StartsWith(McpPrefix, StringComparison.Ordinal) ? fromServers
                : own;
            group.Add(tool);
        }

        return [.. own
            .Concat(fromServers.OrderBy(NameOf, StringComparer.Ordinal))
            .Concat(loaded)
            .DistinctBy(NameOf, StringComparer.Ordinal)
            .Select(tool => ReadTool(tool, names))];
    }

    /// <summary>Whether the tool is Claude Code's sub-agent, which can run in the background.</summary>
    public static bool IsBackgroundAgent(string name, JsonElement schema) =>
        name is "Agent" or "Task"
        && schema.TryGetProperty("properties"u8, out var properties)
        && properties.ValueKind is JsonValueKind.Object
        && properties.TryGetProperty("run_in_background"u8, out _);

    // Tools that Anthropic's servers run, such as web_search_20250305: no schema, and no one to run them.
    private static bool IsServerTool(Field tool) =>
        tool.Text("type") is not (null or "custom") && tool.Member("input_schema") is null;

    private static string NameOf(Field tool) => tool.RequiredText("name");

    private static ChatTool ReadTool(Field tool, WireToolNames names) =>
        new(new FunctionDefinition(names.Of(NameOf(tool)), tool.Text("description"), SchemaOf(tool)));

    private static JsonElement SchemaOf(Field tool)
    {
        if (tool.Member("input_schema") is not { } schema) return NoParameters;
        if (schema.Value.ValueKind is not JsonValueKind.Object) throw schema.Invalid("Input should be an object");

        return schema.Value.EnumerateObject().Any() ? schema.Value : NoParameters;
    }
}
