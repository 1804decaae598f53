using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Tools;

namespace Pipeline.Workers.Cli.Output;

/// <summary>The blocks of whole messages: what the model wrote, the tools that it calls, and what they answered.</summary>
internal static class MessageLines
{
    // What the CLI itself puts in the model's place, such as the words for an error of the API.
    private const string SyntheticModel = "<synthetic>";

    public static IEnumerable<TranscriptEvent> Assistant(JsonElement line, StreamedAnswers streamed, string workspace)
    {
        if (line.Member("message") is not { } message) return [];

        var (parent, id) = (line.Text("parent_tool_use_id"), message.Text("id"));
        var synthetic = message.Text("model") == SyntheticModel;
        return (synthetic ? [] : streamed.Meet(parent, id)).Concat(message.Items("content").SelectMany(block => block.Text("type") switch
        {
            "text" when synthetic => [Events.Status(block.Text("text") ?? "", parent)],
            "text" => streamed.HasText(parent, id) ? [] : Events.Text(block.Text("text") ?? "", parent),
            "thinking" => streamed.HasThinking(parent, id) ? [] : Events.Thinking(block.Text("thinking") ?? "", parent),
            "tool_use" or "server_tool_use" or "mcp_tool_use" => [Call(block, parent, workspace)],
            _ => [],
        }));
    }

    public static IEnumerable<TranscriptEvent> User(JsonElement line) =>
        line.Member("message") is not { } message ? [] : message.Items("content")
            .Where(block => block.Text("type") == "tool_result")
            .Select(block => Answer(block, line.Text("parent_tool_use_id")));

    private static ToolCalled Call(JsonElement block, string? parent, string workspace)
    {
        var name = block.Text("name") ?? "";
        return new ToolCalled
        {
            Id = Passages.Begin(block.Text("id") ?? "", TranscriptBounds.Description).Text,
            Name = Passages.Line(name, TranscriptBounds.Description),
            Description = ToolDescriptions.Of(name, block.Member("input"), workspace),
            ParentToolUseId = parent,
        };
    }

    private static ToolAnswered Answer(JsonElement block, string? parent)
    {
        var (text, cut) = Passages.Begin(Content(block.Member("content")), TranscriptBounds.ToolResult);
        return new ToolAnswered
        {
            ToolUseId = Passages.Begin(block.Text("tool_use_id") ?? "", TranscriptBounds.Description).Text,
            Text = text,
            CutCharacters = cut,
            IsError = block.Flag("is_error"),
            ParentToolUseId = parent,
        };
    }

    private static string Content(JsonElement? content)
    {
        if (content is not { ValueKind: JsonValueKind.Array } parts) return content?.AsText() ?? "";

        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(part.Text("text") ?? $"[{part.Text("type")}]");
        }

        return text.ToString();
    }
}
