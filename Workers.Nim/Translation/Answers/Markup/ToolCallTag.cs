using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads what stands in <c>&lt;tool_call&gt;</c>, for which three model families have three ways.</summary>
internal sealed class ToolCallTag(ToolCatalogue tools) : MarkupReader
{
    private MarkupReader? _reader;

    public override Match Read(HeldText held)
    {
        if (_reader is null)
        {
            var match = Choose(held);
            if (match != Match.Yes) return match;
        }

        return Report(_reader!.Read(held));
    }

    public override bool IsWholeAtBreak(HeldText held) =>
        _reader?.IsWholeAtBreak(held) == true && Report(Match.Yes) == Match.Yes;

    private Match Report(Match match)
    {
        Content = _reader!.Content with { Closers = ["</function>", "</tool_call>"] };
        return match;
    }

    private Match Choose(HeldText held)
    {
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        var first = held.Rest[0];
        if (first == '<')
        {
            var match = held.Literal(TagDialect.Function.Mark);
            if (match != Match.Yes) return match;
        }

        _reader = first switch
        {
            '<' => new TaggedCall(tools, TagDialect.Function),
            '{' or '[' => new JsonCalls(tools),
            _ => new TaggedCall(tools, TagDialect.KeyAndValue),
        };
        return Match.Yes;
    }
}
