using System.Text.Json;
using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Tools;

/// <summary>Says in one short line what a tool is called for.</summary>
internal static class ToolDescriptions
{
    /// <summary>The description; empty where the input holds nothing that can be shown.</summary>
    /// <param name="tool">Name of the tool.</param>
    /// <param name="input">Its input, of any form, as models write what they like.</param>
    /// <param name="workspace">Paths below this directory are told relative to it.</param>
    public static string Of(string tool, JsonElement? input, string workspace)
    {
        if (input is not { ValueKind: JsonValueKind.Object } arguments) return "";

        var description = Known(tool, arguments, workspace) ?? FirstText(arguments) ?? "";
        return Passages.Line(description, TranscriptBounds.Description);
    }

    private static string? Known(string tool, JsonElement input, string workspace) => tool switch
    {
        "Bash" or "PowerShell" => input.Text("command"),
        "BashOutput" or "KillShell" or "TaskOutput" or "TaskStop" => input.Text("bash_id") ?? input.Text("shell_id") ?? input.Text("task_id"),
        "Read" or "Write" or "Edit" or "MultiEdit" => Relative(input.Text("file_path"), workspace),
        "NotebookEdit" or "NotebookRead" => Relative(input.Text("notebook_path"), workspace),
        "LS" => Relative(input.Text("path"), workspace),
        "Glob" or "Grep" => Search(input, workspace),
        "WebFetch" => input.Text("url"),
        "WebSearch" or "ToolSearch" => input.Text("query"),
        "Agent" or "Task" => input.Text("description"),
        "Skill" => input.Text("skill") ?? input.Text("command"),
        "TodoWrite" => Todos(input),
        _ => null,
    };

    private static string? Search(JsonElement input, string workspace) => (input.Text("pattern"), Relative(input.Text("path"), workspace)) switch
    {
        ({ } pattern, null or ".") => pattern,
        ({ } pattern, var path) => $"{pattern} in {path}",
        _ => null,
    };

    private static string? Todos(JsonElement input)
    {
        var states = input.Items("todos").Select(todo => todo.Text("status")).ToList();
        return states.Count == 0
            ? null
            : $"{states.Count(state => state == "completed")} of {states.Count} done, {states.Count(state => state == "in_progress")} in progress";
    }

    private static string? Relative(string? path, string workspace)
    {
        if (path is null || !Path.IsPathRooted(path)) return path;

        var relative = Path.GetRelativePath(workspace, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string? FirstText(JsonElement input) => input.EnumerateObject()
        .Select(member => member.Value.AsText())
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
