using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>One call of a tool, the agent's or a sub-agent's, as a line.</summary>
internal sealed class ToolCall(ToolCalled called)
{
    private const int DescriptionLength = 160;
    private const int ErrorLength = 160;

    private readonly string _name = OneLine.Of(called.Name, DescriptionLength);
    private readonly string _description = OneLine.Of(called.Description, DescriptionLength);
    private string? _error;

    public string Name => _name.Length > 0 ? _name : "a tool";

    public bool IsAnswered { get; private set; }

    /// <summary>Whether it starts a sub-agent, whose task is told in words; other tools are told commands, paths and patterns.</summary>
    public bool IsForAgent => called.Name is "Agent" or "Task";

    /// <summary>
    /// Writes the line. What the tool is told is code: Telegram would take paths for commands of the bot, and call people by their
    /// names.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="underWay">The mark of what is not answered yet.</param>
    public void Write(EntityWriter writer, string underWay)
    {
        writer.Write($"{(!IsAnswered ? underWay : _error is null ? "✓" : "✗")} {Name}");
        if (_description.Length > 0)
        {
            writer.Write(" · ");
            var start = writer.Length;
            writer.Write(_description);
            if (!IsForAgent) writer.Mark(MessageEntityType.Code, start);
        }

        if (!string.IsNullOrEmpty(_error)) writer.Write($": {_error}");
    }

    public void Answer(ToolAnswered answer)
    {
        IsAnswered = true;
        _error = answer.IsError ? Error(answer.Text) : null;
    }

    /// <summary>The CLI wraps its own refusals in a tag, which means something to the model alone.</summary>
    private static string Error(string text) => OneLine.Of(
        text.Replace("<tool_use_error>", "", StringComparison.Ordinal).Replace("</tool_use_error>", "", StringComparison.Ordinal), ErrorLength);
}
