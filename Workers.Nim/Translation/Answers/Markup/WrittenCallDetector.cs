using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Finds tool calls that a model wrote as text, and control tokens at the end. Whatever turns out to be
/// neither passes untouched, as soon as that is known. Code and quotations are never searched.
/// </summary>
internal sealed class WrittenCallDetector(ToolCatalogue tools, IDetectedParts next)
{
    /// <summary>
    /// Characters that may be read in vain. A model caught in a loop can open thousands of calls that never
    /// end, each of which would be read up to the end of the answer; beyond this all is text.
    /// </summary>
    private const int MaxWaste = 16 * 1024 * 1024;

    private readonly CodeTracker _code = new();
    private readonly HeldText _held = new();
    private MarkupReader? _reader;
    private IReadOnlyList<string> _closers = [];
    private char _previous = '\n';
    private long _waste;

    public void Push(ReadOnlySpan<char> text)
    {
        if (_held.IsEmpty && _closers.Count == 0 && text.IndexOfAny(MarkOpening.FirstCharacters) < 0)
        {
            Pass(text);
            return;
        }

        _held.Append(text);
        Scan(isEnd: false);
    }

    /// <summary>Decides on what was kept back, because something else comes or the answer ends.</summary>
    public void Flush()
    {
        Scan(isEnd: true);
        _closers = [];
    }

    private void Scan(bool isEnd)
    {
        while (SkipClosers(isEnd) && Seek())
        {
            var match = _reader!.Read(_held);
            if (match == Match.NotYet)
            {
                if (!isEnd) return;
                match = _reader.IsWholeAtEnd(_held) ? Match.Yes : Match.No;
            }

            if (match == Match.Yes) Accept(_reader);
            else Refuse();
            _reader = null;
        }
    }

    private void Refuse()
    {
        _waste += _held.Position - _held.Start;
        Pass(_held.Settle(1));
    }

    private void Accept(MarkupReader reader)
    {
        var markup = _held.Settle(_held.Position - _held.Start);
        if (reader.Call is { } call)
        {
            next.WrittenCall(call);
            _closers = reader.Closers;
            _previous = '\n';
            _code.Reset();
            return;
        }

        foreach (ref readonly var character in markup)
        {
            if (char.IsWhiteSpace(character)) Pass(new ReadOnlySpan<char>(in character));
        }
    }

    // What closes a call is dropped. False while it cannot be told.
    private bool SkipClosers(bool isEnd)
    {
        while (_closers.Count > 0)
        {
            var match = _held.SkipWhiteSpace() ? MatchCloser() : Match.NotYet;
            if (match == Match.NotYet && !isEnd) return false;

            if (match != Match.Yes) _closers = [];
            _held.Settle(match == Match.Yes ? _held.Position - _held.Start : 0);
        }

        return true;
    }

    private Match MatchCloser()
    {
        var result = Match.No;
        foreach (var closer in _closers)
        {
            var match = _held.Literal(closer);
            if (match == Match.Yes) return match;
            if (match == Match.NotYet) result = match;
        }

        return result;
    }

    // Passes text on up to where markup may begin; false if it does not.
    private bool Seek()
    {
        while (_reader is null && !_held.IsEmpty)
        {
            var mark = _held.Undecided.IndexOfAny(MarkOpening.FirstCharacters);
            Pass(_held.Settle(mark < 0 ? _held.Undecided.Length : mark));
            if (mark < 0) return false;

            if (_waste > MaxWaste || IsQuoted(_held.Undecided[0])) Pass(_held.Settle(1));
            else _reader = new MarkOpening(tools);
        }

        return !_held.IsEmpty;
    }

    private bool IsQuoted(char mark) => _code.IsCodeBefore(mark) || _previous is '"' or '\'' or '“' or '«' or '„';

    private void Pass(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;

        _code.Advance(text);
        _previous = text[^1];
        next.Text(text);
    }
}
