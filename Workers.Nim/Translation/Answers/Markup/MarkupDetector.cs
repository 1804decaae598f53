using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Finds what a server let through of a model's own format: tool calls as text, thinking, control tokens.
/// Whatever turns out to be none of these passes untouched, as soon as that is known. Code is never
/// searched, and quotations for nothing but tokens that may end them.
/// </summary>
internal sealed class MarkupDetector(ToolCatalogue tools, IDetectedParts next)
{
    /// <summary>
    /// Characters that may be read in vain. A model caught in a loop can open thousands of calls that never
    /// end, each of which would be read up to the end of the answer; beyond this all is text.
    /// </summary>
    private const int MaxWaste = 16 * 1024 * 1024;

    /// <summary>Behind these somebody writes about a token.</summary>
    private const string Openers = "([{<>/|=+,&*_-";

    private readonly CodeTracker _code = new();
    private readonly HeldText _held = new();
    private MarkupReader? _reader;
    private IReadOnlyList<string> _closers = [];
    private Voice _voice = Voice.Answer;
    private char _previous = '\n';
    private bool _isStart = true;
    private long _waste;

    private enum Pause
    {
        None,
        Break,
        End,
    }

    public void Push(ReadOnlySpan<char> text)
    {
        if (_held.IsEmpty && _closers.Count == 0 && FindMark(text) < 0)
        {
            Pass(text);
            return;
        }

        _held.Append(text);
        Scan(Pause.None);
    }

    /// <summary>Decides on what was kept back, because something else comes.</summary>
    public void Flush() => Settle(Pause.Break);

    /// <summary>Decides on what was kept back, because a tool call comes from another field, which no thinking outlasts.</summary>
    public void InterruptForToolCall()
    {
        Flush();
        _voice = Voice.Answer;
        _isStart = false;
    }

    /// <summary>Decides on what was kept back, because the answer ends.</summary>
    public void Finish() => Settle(Pause.End);

    private void Settle(Pause pause)
    {
        Scan(pause);
        _closers = [];
    }

    private void Scan(Pause pause)
    {
        while (SkipClosers(isEnd: pause != Pause.None) && Seek())
        {
            var match = _reader!.Read(_held);
            if (match == Match.NotYet)
            {
                if (pause == Pause.None) return;

                var isWhole = pause == Pause.End ? _reader.IsWholeAtEnd(_held) : _reader.IsWholeAtBreak(_held);
                match = isWhole ? Match.Yes : Match.No;
            }

            if (match == Match.Yes) Accept(_reader.Content);
            else Refuse();
            _reader = null;
        }
    }

    private void Refuse()
    {
        _waste += _held.Position - _held.Start;
        Pass(_held.Settle(1));
    }

    private void Accept(MarkupContent content)
    {
        var markup = _held.Settle(_held.Position - _held.Start);
        _voice = content.Voice ?? _voice;
        if (content != MarkupContent.Nothing)
        {
            foreach (var call in content.Calls) next.WrittenCall(call);
            _closers = content.Closers;
            _isStart &= content.Calls.Count == 0;
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
            var match = _held.SkipWhiteSpace() ? _held.AnyLiteral(_closers, out _) : Match.NotYet;
            if (match == Match.NotYet && !isEnd) return false;

            if (match != Match.Yes) _closers = [];
            _held.Settle(match == Match.Yes ? _held.Position - _held.Start : 0);
        }

        return true;
    }

    // Passes text on up to where markup may begin; false if it does not.
    private bool Seek()
    {
        while (_reader is null && !_held.IsEmpty)
        {
            var mark = FindMark(_held.Undecided);
            Pass(_held.Settle(mark < 0 ? _held.Undecided.Length : mark));
            if (mark < 0) return false;

            if (_waste > MaxWaste || IsCode(_held.Undecided[0])) Pass(_held.Settle(1));
            else _reader = new MarkOpening(tools, Where());
        }

        return !_held.IsEmpty;
    }

    private int FindMark(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOfAny(MarkOpening.FirstCharacters);
        if (!_isStart || _voice == Voice.Thinking || tools.IsEmpty) return mark;

        var first = text.Length - text.TrimStart().Length;
        return first < text.Length && text[first] == BareCalls.FirstCharacter ? first : mark;
    }

    private bool IsCode(char mark) => _voice == Voice.Answer && _code.IsCodeBefore(mark);

    private Place Where()
    {
        if (_voice == Voice.Thinking) return Place.Thinking;
        if (_isStart) return Place.Start;
        if (_previous is '"' or '\'' or '“' or '«' or '„') return Place.Quoted;
        return char.IsWhiteSpace(_previous) || Openers.Contains(_previous) ? Place.Loose : Place.Attached;
    }

    private void Pass(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;

        if (_voice == Voice.Thinking)
        {
            next.Thinking(text);
            return;
        }

        _code.Advance(text);
        _previous = text[^1];
        _isStart &= text.IsWhiteSpace();
        next.Text(text);
    }
}
