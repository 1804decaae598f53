using System.Text.Json;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Translates the <c>tools</c> of a request.</summary>
internal static class ToolDeclarations
{
    /// <summary>Claude Code's stand-in for tools not loaded yet; it says itself that it is never called.</summary>
    private const string Placeholder = "DeferredToolPlaceholder";

    private static readonly JsonElement NoParameters =
        JsonElement.Parse("""{"type":"object","properties":{}}"""u8);

    /// <summary>
    /// The tools as functions. Those loaded in mid-conversation come last: Claude Code sorts them in
    /// among the others, where they would change the prefix that consecutive requests share.
    /// </summary>
    public static IReadOnlyList<ChatTool> Read(Field request)
    {
        var initial = new List<ChatTool>();
        var loaded = new List<ChatTool>();
        foreach (var tool in request.Member("tools")?.Items() ?? [])
        {
            if (IsServerTool(tool) || tool.Text("name") is Placeholder) continue;

            (tool.IsTrue("defer_loading") ? loaded : initial).Add(ReadTool(tool));
        }

        return [.. initial, .. loaded];
    }

    /// <summary>Whether the tool is Claude Code's sub-agent, which can run in the background.</summary>
    public static bool IsBackgroundAgent(ChatTool tool) =>
        tool.Function.Name is "Agent" or "Task"
        && tool.Function.Parameters.TryGetProperty("properties"u8, out var properties)
        && properties.ValueKind is JsonValueKind.Object
        && properties.TryGetProperty("run_in_background"u8, out _);

    // Tools that Anthropic's servers run, such as web_search_20250305: no schema, and no one to run them.
    private static bool IsServerTool(Field tool) =>
        tool.Text("type") is not (null or "custom") && tool.Member("input_schema") is null;

    private static ChatTool ReadTool(Field tool) =>
        new(new FunctionDefinition(tool.RequiredText("name"), tool.Text("description"), SchemaOf(tool)));

    private static JsonElement SchemaOf(Field tool)
    {
        if (tool.Member("input_schema") is not { } schema) return NoParameters;
        if (schema.Value.ValueKind is not JsonValueKind.Object) throw schema.Invalid("Input should be an object");

        return schema.Value.EnumerateObject().Any() ? schema.Value : NoParameters;
    }
}
