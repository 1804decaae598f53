namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads on behind a control token. One that sticks to the text before it, or with which the answer begins, is
/// a leak. Behind a space it may be what somebody writes about: there it is one only if nothing but such tokens
/// follows in its line.
/// </summary>
internal sealed class LeakedToken(string token, bool isAttached) : MarkupReader
{
    private string _token = token;
    private bool _hasWord;

    public override Match Read(HeldText held)
    {
        while (true)
        {
            var word = _hasWord ? Match.No : held.AnyLiteral(ControlTokens.WordsAfter(_token), out _);
            if (word == Match.NotYet) return word;

            _hasWord = true;
            if (isAttached) return Match.Yes;

            held.SkipBlanks();
            if (held.Rest.IsEmpty) return Match.NotYet;
            if (held.Rest[0] is '\n' or '\r') return Match.Yes;

            var match = held.AnyLiteral(ControlTokens.All, out var next);
            if (match != Match.Yes) return match;

            _token = next;
            _hasWord = false;
        }
    }

    // Half a word is text of its own.
    public override bool IsWholeAtBreak(HeldText held) => isAttached || held.Rest.IsWhiteSpace();
}
