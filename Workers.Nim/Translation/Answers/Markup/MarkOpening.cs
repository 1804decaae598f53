using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads the mark that markup begins with and leaves the rest to the reader for it.</summary>
/// <param name="tools">The request's tools.</param>
/// <param name="place">Where the markup stands.</param>
internal sealed class MarkOpening(ToolCatalogue tools, Place place) : MarkupReader
{
    /// <summary>What markup can begin with, anywhere.</summary>
    public const string FirstCharacters = "<●[";

    private const char Bullet = '●';

    private static readonly Mark Function = new(TagDialect.Function.Mark, (tools, _) => new TaggedCall(tools, TagDialect.Function));

    private static readonly Mark[] Harmony =
    [
        new(HarmonyHeader.Start, (tools, _) => new HarmonyHeader(tools, HarmonyHeader.Start)),
        new(HarmonyHeader.Channel, (tools, _) => new HarmonyHeader(tools, HarmonyHeader.Channel)),
    ];

    private static readonly Mark[] Calls =
    [
        Function,
        new("<tool_call>", (tools, _) => new ToolCallTag(tools)),
        new("<TOOLCALL>", (tools, _) => new JsonCalls(tools, "</TOOLCALL>")),
        new("<|tool_call|>", (tools, _) => new JsonCalls(tools, "<|/tool_call|>")),
        new("<|python_tag|>", (tools, _) => new JsonCalls(tools)),
        new(BracketCall.Mark, (tools, _) => new BracketCall(tools)),
        .. InvokeMarks(TagDialect.Invoke),
        .. InvokeMarks(TagDialect.DeepSeekMarkup),
        .. TokenMarks(TokenDialect.Kimi),
        .. TokenMarks(TokenDialect.DeepSeek),
    ];

    private static readonly Mark[] Tokens =
        [.. ControlTokens.All.Select(token => new Mark(token, (_, place) => new LeakedToken(token, IsLeakIn(place) && !ControlTokens.EndsCall(token))))];

    private static readonly Mark[] InAnswer = [.. Harmony, .. Calls, .. Tokens];

    private static readonly Mark[] InThinking =
    [
        .. Harmony,
        .. HarmonyHeader.Ends.Select(end => new Mark(end, (_, _) => new HarmonyEnd())),
    ];

    private static readonly Mark[] AfterBullet = [Function];

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

    public override bool IsWholeAtBreak(HeldText held) =>
        _reader?.IsWholeAtBreak(held) == true && Report(Match.Yes) == Match.Yes;

    public override bool IsWholeAtEnd(HeldText held) =>
        _reader?.IsWholeAtEnd(held) == true && Report(Match.Yes) == Match.Yes;

    private Match ReadMark(HeldText held)
    {
        if (place == Place.Thinking) return Choose(held, InThinking);
        if (place == Place.Quoted) return Choose(held, Tokens);
        if (_hasBullet) return ReadAfterBullet(held);

        switch (held.Rest[0])
        {
            case BareCalls.FirstCharacter:
                _reader = new BareCalls(tools);
                return Match.Yes;
            case Bullet:
                _hasBullet = true;
                held.Position++;
                return ReadAfterBullet(held);
            default:
                return Choose(held, InAnswer);
        }
    }

    private Match ReadAfterBullet(HeldText held)
    {
        held.SkipBlanks();
        return Choose(held, AfterBullet);
    }

    private Match Choose(HeldText held, Mark[] marks)
    {
        var result = Match.No;
        foreach (var mark in marks)
        {
            var match = held.Literal(mark.Text);
            if (match == Match.NotYet) result = match;
            if (match != Match.Yes) continue;

            // The same mark may begin several things.
            _reader = new FirstOf([.. marks.Where(other => other.Text == mark.Text).Select(other => other.Reader(tools, place))]);
            return match;
        }

        return result;
    }

    private Match Report(Match match)
    {
        Content = _reader!.Content;
        return match;
    }

    private static bool IsLeakIn(Place place) => place is Place.Start or Place.Attached;

    private static Mark[] InvokeMarks(TagDialect dialect) =>
    [
        new(dialect.Mark, (tools, _) => new TaggedCall(tools, dialect)),
        .. dialect.Wrappers.Select(wrapper => new Mark(wrapper, (tools, _) => new WrappedCall(tools, dialect))),
    ];

    private static Mark[] TokenMarks(TokenDialect dialect) =>
    [
        new(dialect.SectionBegin, (tools, _) => new TokenCall(tools, dialect, isInSection: true)),
        new(dialect.CallBegin, (tools, _) => new TokenCall(tools, dialect, isInSection: false)),
    ];

    private sealed record Mark(string Text, Func<ToolCatalogue, Place, MarkupReader> Reader);
}

/// <summary>Where a piece of possible markup stands, which decides on what it may be.</summary>
internal enum Place
{
    /// <summary>Behind white space or an opening mark, where people write about tokens.</summary>
    Loose,

    /// <summary>Behind a quotation mark, which may begin a quotation or end one.</summary>
    Quoted,

    /// <summary>At the beginning of the answer.</summary>
    Start,

    /// <summary>Right behind text.</summary>
    Attached,

    /// <summary>In thinking that a header of Harmony's began.</summary>
    Thinking,
}
