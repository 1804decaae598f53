namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Text of which nobody knows yet whether it is markup, with a cursor for whoever reads it. Readers are
/// resumed where they stopped, so that a long call costs no more in many chunks than in one.
/// </summary>
internal sealed class HeldText
{
    private char[] _chars = new char[256];
    private int _length;

    /// <summary>Begin of what is undecided; all before it has been dealt with.</summary>
    public int Start { get; private set; }

    /// <summary>The reader's cursor.</summary>
    public int Position { get; set; }

    public bool IsEmpty => Start == _length;

    /// <summary>What the reader has not read.</summary>
    public ReadOnlySpan<char> Rest => _chars.AsSpan(Position, _length - Position);

    /// <summary>What is undecided.</summary>
    public ReadOnlySpan<char> Undecided => _chars.AsSpan(Start, _length - Start);

    public void Append(ReadOnlySpan<char> text)
    {
        if (IsEmpty) Start = Position = _length = 0;
        if (_length + text.Length > _chars.Length) Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _length + text.Length));

        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Settles so many characters and sets the cursor behind them.</summary>
    public ReadOnlySpan<char> Settle(int count)
    {
        var settled = Undecided[..count];
        Start += count;
        Position = Start;
        return settled;
    }

    /// <summary>Reads a literal.</summary>
    public Match Literal(string literal)
    {
        if (Rest.StartsWith(literal, StringComparison.Ordinal))
        {
            Position += literal.Length;
            return Match.Yes;
        }

        return literal.AsSpan().StartsWith(Rest, StringComparison.Ordinal) ? Match.NotYet : Match.No;
    }

    /// <summary>Reads one of several literals.</summary>
    public Match AnyLiteral(IReadOnlyList<string> literals, out string found)
    {
        var result = Match.No;
        found = string.Empty;
        foreach (var literal in literals)
        {
            var match = Literal(literal);
            if (match == Match.NotYet) result = match;
            if (match != Match.Yes) continue;

            found = literal;
            return match;
        }

        return result;
    }

    /// <summary>Reads white space; false if nothing is left after it.</summary>
    public bool SkipWhiteSpace()
    {
        var rest = Rest;
        Position += rest.Length - rest.TrimStart().Length;
        return Position < _length;
    }

    /// <summary>Reads spaces and tabs.</summary>
    public void SkipBlanks()
    {
        var rest = Rest;
        Position += rest.Length - rest.TrimStart(" \t").Length;
    }

    /// <summary>Reads up to a terminator and over it; null as long as it has not come.</summary>
    /// <param name="terminator">What ends the text.</param>
    /// <param name="searched">Where the reader remembers how far it has searched.</param>
    public string? Until(string terminator, ref int searched)
    {
        var from = Math.Max(Position, searched);
        var found = _chars.AsSpan(from, _length - from).IndexOf(terminator, StringComparison.Ordinal);
        if (found < 0)
        {
            searched = Math.Max(Position, _length - terminator.Length + 1);
            return null;
        }

        var text = new string(_chars, Position, from + found - Position);
        Position = from + found + terminator.Length;
        return text;
    }
}

/// <summary>Whether what was expected is there.</summary>
internal enum Match
{
    No,
    Yes,
    NotYet,
}
