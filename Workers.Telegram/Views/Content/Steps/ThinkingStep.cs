using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>The agent thinks: folded, and of much the newest part.</summary>
internal sealed class ThinkingStep : Step
{
    private const string Mark = "💭";

    // What is folded still takes room in the message.
    private const int Shown = 800;

    private readonly NewestText _text = new(Shown);

    public override int Size => _text.Length;

    public void Append(string piece) => _text.Append(piece);

    protected override FormattedText Make()
    {
        var thought = MarkdownRenderer.RenderUnfinished(_text.ToString(), Shown);
        return thought.IsEmpty ? thought : FormattedText.Join([FormattedText.Of(_text.IsCut || _text.Length > Shown ? $"{Mark} …" : Mark), thought], " ").Folded();
    }
}
