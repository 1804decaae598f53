using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;
using Pipeline.Workers.Telegram.Rendering.Source;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>The agent says something. It may be the answer, so it is kept whole until it says something else.</summary>
internal sealed class TextStep : Step
{
    private const int SummaryLength = 160;

    // Markup is longer than what is shown of it.
    private const int Shown = 2 * MessageLimits.Text;

    private NewestText _text = new(TranscriptBounds.FinalText);
    private string? _summary;
    private bool _isCut;

    public override bool IsCut => _isCut || _text.IsCut || _text.Length > Shown;

    public override int Size => Math.Min(_text.Length, Shown);

    /// <summary>What was said; where it is given up, its end.</summary>
    public string Text => _text.ToString();

    public override FormattedText Summary => (_summary ?? Line()) is { Length: > 0 } line ? FormattedText.Of($"💬 {line}") : FormattedText.Empty;

    public void Append(string piece) => _text.Append(piece);

    /// <summary>It is not the answer: what is kept of it is what may be shown.</summary>
    public void GiveUp()
    {
        (_summary, _isCut) = (Line(), IsCut);
        var end = NewestMarkdown.Of(Text, Shown);
        _text = new NewestText(Shown);
        _text.Append(end);
    }

    protected override FormattedText Make()
    {
        var shown = MarkdownRenderer.RenderUnfinished(Text, Shown);
        return IsCut && !shown.IsEmpty ? FormattedText.Join([FormattedText.Of("…"), shown], "\n") : shown;
    }

    private string Line() => OneLine.Of(Text, SummaryLength);
}
