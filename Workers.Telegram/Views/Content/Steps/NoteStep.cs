using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>What Claude Code says about itself: that it calls the model again, or why it could not.</summary>
internal sealed class NoteStep(string text, bool isError) : Step
{
    private const int Shown = 600;

    private readonly string _line = $"{(isError ? "❗" : "ℹ️")} {OneLine.Of(text, Shown)}";

    /// <summary>Whether the next one takes its place, as it tells of a moment.</summary>
    public bool IsPassing => !isError;

    public override bool IsLine => true;

    public override int Size => _line.Length;

    protected override FormattedText Make() => FormattedText.Of(_line).In(MessageEntityType.Italic);
}
