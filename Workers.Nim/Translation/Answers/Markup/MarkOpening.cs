using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads the mark that markup begins with and leaves the rest to the reader for it.</summary>
internal sealed class MarkOpening(ToolCatalogue tools) : MarkupReader
{
    /// <summary>What markup can begin with.</summary>
    public const string FirstCharacters = "<●";

    private const char Bullet = '●';

    private static readonly Mark Function = new(TagDialect.Function.Mark, tools => new TaggedCall(tools, TagDialect.Function));

    private static readonly Mark[] Marks =
    [
        Function,
        new("<tool_call>", tools => new ToolCallTag(tools)),
        .. TokenMarks(TokenDialect.Kimi),
        .. TokenMarks(TokenDialect.DeepSeek),
        .. ControlTokens.All.Select(token => new Mark(token, _ => new TrailingTokens())),
    ];

    private static readonly Mark[] MarksAfterBullet = [Function];

    private MarkupReader? _reader;
    private bool _hasBullet;

    public override Match Read(HeldText held)
    {
        if (_reader is null)
        {
            var match = ReadMark(held);
            if (match != Match.Yes) return match;
        }

        return Report(_reader!.Read(held));
    }

    public override bool IsWholeAtEnd(HeldText held) =>
        _reader?.IsWholeAtEnd(held) == true && Report(Match.Yes) == Match.Yes;

    private Match ReadMark(HeldText held)
    {
        if (!_hasBullet && held.Rest[0] == Bullet)
        {
            _hasBullet = true;
            held.Position++;
        }

        if (!_hasBullet) return Choose(held, Marks);

        var rest = held.Rest;
        held.Position += rest.Length - rest.TrimStart(' ').Length;
        return Choose(held, MarksAfterBullet);
    }

    private Match Choose(HeldText held, Mark[] marks)
    {
        var result = Match.No;
        foreach (var mark in marks)
        {
            var match = held.Literal(mark.Text);
            if (match == Match.NotYet) result = match;
            if (match != Match.Yes) continue;

            _reader = mark.Reader(tools);
            return match;
        }

        return result;
    }

    private Match Report(Match match)
    {
        Call = _reader!.Call;
        Closers = _reader.Closers;
        return match;
    }

    private static Mark[] TokenMarks(TokenDialect dialect) =>
    [
        new(dialect.SectionBegin, tools => new TokenCall(tools, dialect, isInSection: true)),
        new(dialect.CallBegin, tools => new TokenCall(tools, dialect, isInSection: false)),
    ];

    private sealed record Mark(string Text, Func<ToolCatalogue, MarkupReader> Reader);
}
