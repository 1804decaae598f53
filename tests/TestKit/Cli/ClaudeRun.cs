using System.Text.Json;

namespace Pipeline.TestKit.Cli;

/// <summary>What one run of the Claude Code CLI printed.</summary>
/// <param name="ExitCode">Exit code of the process.</param>
/// <param name="Output">All of stdout.</param>
/// <param name="Errors">All of stderr.</param>
/// <param name="Lines">The lines of stdout that are JSON objects; the CLI may print others.</param>
public sealed record ClaudeRun(int ExitCode, string Output, string Errors, IReadOnlyList<JsonElement> Lines)
{
    /// <summary>The last <c>result</c> line.</summary>
    public JsonElement Result => Lines.LastOrDefault(line => IsOfType(line, "result")) is { ValueKind: JsonValueKind.Object } result
        ? result
        : throw new InvalidOperationException($"The CLI printed no result.\n{this}");

    /// <summary>The final answer, or the sentence with which the CLI explains a failure.</summary>
    public string Text => Result.GetProperty("result").GetString() ?? "";

    /// <summary>The session, to be resumed.</summary>
    public string SessionId => Result.GetProperty("session_id").GetString()
        ?? throw new InvalidOperationException($"The result names no session.\n{this}");

    /// <summary>Whether the CLI calls its run failed.</summary>
    public bool IsError => Result.GetProperty("is_error").GetBoolean();

    /// <summary>All <c>tool_use</c> blocks of the model.</summary>
    public IEnumerable<JsonElement> ToolUses => Blocks("assistant", "tool_use");

    /// <summary>All <c>tool_result</c> blocks that the CLI produced.</summary>
    public IEnumerable<JsonElement> ToolResults => Blocks("user", "tool_result");

    /// <summary>All blocks of one type in the messages of one side.</summary>
    public IEnumerable<JsonElement> Blocks(string lineType, string blockType) =>
        from line in Lines
        where IsOfType(line, lineType)
        let content = line.GetProperty("message").GetProperty("content")
        where content.ValueKind is JsonValueKind.Array
        from block in content.EnumerateArray()
        where IsOfType(block, blockType)
        select block;

    /// <summary>Everything that was printed, for a failing test's message.</summary>
    public override string ToString() => $"exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Errors}";

    internal static ClaudeRun Parse(int exitCode, string output, string errors) =>
        new(exitCode, output, errors, [.. output.Split('\n').Select(TryParse).OfType<JsonElement>()]);

    private static JsonElement? TryParse(string line)
    {
        if (!line.StartsWith('{')) return null;

        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsOfType(JsonElement element, string type) =>
        element.TryGetProperty("type", out var value) && value.ValueEquals(type);
}
