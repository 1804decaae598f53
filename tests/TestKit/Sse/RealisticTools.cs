using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Sse;

/// <summary>25 tools with names, schemas and description lengths like those that Claude Code declares.</summary>
internal static class RealisticTools
{
    private static readonly (string Name, int DescriptionLength, string[] Properties)[] Shapes =
    [
        ("Agent", 3_200, ["description", "prompt", "subagent_type", "run_in_background"]),
        ("Bash", 2_100, ["command", "timeout", "description", "run_in_background"]),
        ("Edit", 400, ["file_path", "old_string", "new_string", "replace_all"]),
        ("Read", 800, ["file_path", "offset", "limit", "pages"]),
        ("Write", 250, ["file_path", "content"]),
        ("Glob", 500, ["pattern", "path"]),
        ("Grep", 1_200, ["pattern", "path", "glob", "output_mode", "head_limit", "multiline"]),
        ("NotebookEdit", 600, ["notebook_path", "cell_id", "new_source", "cell_type"]),
        ("WebFetch", 500, ["url", "prompt"]),
        ("WebSearch", 700, ["query", "allowed_domains"]),
        ("TodoWrite", 3_000, ["todos"]),
        ("TaskOutput", 500, ["task_id", "block", "timeout"]),
        ("TaskStop", 360, ["task_id"]),
        ("Skill", 1_400, ["skill", "args"]),
        ("ToolSearch", 950, ["query", "max_results"]),
        ("AskUserQuestion", 1_300, ["questions", "answers"]),
        ("EnterPlanMode", 1_800, []),
        ("ExitPlanMode", 900, ["plan"]),
        ("EnterWorktree", 700, ["name"]),
        ("ExitWorktree", 500, ["action"]),
        ("CronCreate", 900, ["cron", "prompt", "recurring"]),
        ("CronDelete", 200, ["id"]),
        ("CronList", 150, []),
        ("mcp__tickets__search", 300, ["query", "page", "limit"]),
        ("mcp__tickets__update", 350, ["ticket", "status", "comment"]),
    ];

    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal) { "timeout", "offset", "limit", "page", "head_limit", "max_results" };

    private static readonly HashSet<string> Flags = new(StringComparer.Ordinal) { "run_in_background", "replace_all", "multiline", "block", "recurring" };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { "todos", "questions", "allowed_domains" };

    public static JsonArray All(Filler filler) => [.. Shapes.Select(shape => AnthropicRequests.Tool(
        shape.Name,
        filler.Text(shape.DescriptionLength),
        new JsonObject(shape.Properties.Select(name => KeyValuePair.Create(name, (JsonNode?)Property(name, filler)))),
        [.. shape.Properties.Take(2)]))];

    private static JsonObject Property(string name, Filler filler)
    {
        var property = new JsonObject { ["description"] = filler.Text(70), ["type"] = TypeOf(name) };
        if (Lists.Contains(name)) property["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        return property;
    }

    private static string TypeOf(string name) =>
        Numbers.Contains(name) ? "number" : Flags.Contains(name) ? "boolean" : Lists.Contains(name) ? "array" : "string";
}
