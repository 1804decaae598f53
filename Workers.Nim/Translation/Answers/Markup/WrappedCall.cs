using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads the first call behind a tag that wraps calls; the others are found by their own mark.</summary>
internal sealed class WrappedCall(ToolCatalogue tools, TagDialect dialect) : MarkupReader
{
    private readonly TaggedCall _call = new(tools, dialect);
    private bool _hasMark;

    public override Match Read(HeldText held)
    {
        if (!_hasMark)
        {
            if (!held.SkipWhiteSpace()) return Match.NotYet;

            var mark = held.Literal(dialect.Mark);
            if (mark != Match.Yes) return mark;
            _hasMark = true;
        }

        return Report(_call.Read(held));
    }

    public override bool IsWholeAtBreak(HeldText held) =>
        _hasMark && _call.IsWholeAtBreak(held) && Report(Match.Yes) == Match.Yes;

    private Match Report(Match match)
    {
        Content = _call.Content;
        return match;
    }
}
