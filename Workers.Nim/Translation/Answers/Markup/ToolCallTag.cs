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

        var read = _reader!.Read(held);
        Call = _reader.Call;
        Closers = ["</function>", "</tool_call>"];
        return read;
    }

    public override bool IsWholeAtEnd(HeldText held)
    {
        if (_reader?.IsWholeAtEnd(held) != true) return false;

        Call = _reader.Call;
        return true;
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
            '{' => new JsonCall(tools),
            _ => new TaggedCall(tools, TagDialect.KeyAndValue),
        };
        return Match.Yes;
    }
}
