namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads on behind a control token: only if nothing but such tokens and white space follows is it a leak,
/// otherwise somebody writes about it.
/// </summary>
internal sealed class TrailingTokens : MarkupReader
{
    public override Match Read(HeldText held)
    {
        while (held.SkipWhiteSpace())
        {
            var match = ReadToken(held);
            if (match != Match.Yes) return match;
        }

        return Match.NotYet;
    }

    public override bool IsWholeAtEnd(HeldText held) => held.Rest.IsEmpty;

    private static Match ReadToken(HeldText held)
    {
        var result = Match.No;
        foreach (var token in ControlTokens.All)
        {
            var match = held.Literal(token);
            if (match == Match.Yes) return match;
            if (match == Match.NotYet) result = match;
        }

        return result;
    }
}
