namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Knows whether a place in Markdown text is inside code, where markup is quoted and not meant. A code span
/// ends with its line at the latest, so that a stray backtick does not hide the rest of an answer.
/// </summary>
internal sealed class CodeTracker
{
    private const int FenceLength = 3;

    private char _runOf;
    private int _run;
    private bool _runBeganLine;
    private bool _isLineStart = true;
    private char _fenceOf;
    private int _fence;
    private bool _isInfoLine;
    private int _span;

    /// <summary>A new text begins.</summary>
    public void Reset()
    {
        _run = _fence = _span = 0;
        _isLineStart = true;
        _isInfoLine = false;
    }

    /// <summary>Whether the next character is code.</summary>
    public bool IsCodeBefore(char next)
    {
        EndRun(next);
        return _fence > 0 || _span > 0;
    }

    public void Advance(ReadOnlySpan<char> text)
    {
        foreach (var character in text) Advance(character);
    }

    private void Advance(char character)
    {
        if (character is '`' or '~')
        {
            Run(character);
            return;
        }

        EndRun(character);
        if (character == '\n')
        {
            _span = 0;
            _isLineStart = true;
            _isInfoLine = false;
        }
        else if (!MayPrecedeFence(character))
        {
            _isLineStart = false;
        }
    }

    private void Run(char character)
    {
        if (_runOf != character) EndRun(character);
        if (_run == 0) _runBeganLine = _isLineStart;
        _runOf = character;
        _run++;
    }

    private void EndRun(char next)
    {
        if (_run == 0) return;

        if (_fence > 0) EndRunInFence(next);
        else if (_span > 0) EndRunInSpan();
        else Open(next);
        _run = 0;
        _runOf = default;
        _isLineStart = false;
    }

    private void Open(char next)
    {
        if (_runBeganLine && _run >= FenceLength)
        {
            _fence = _run;
            _fenceOf = _runOf;
            _isInfoLine = next != '\n';
        }
        else if (_runOf == '`')
        {
            _span = _run;
        }
    }

    private void EndRunInFence(char next)
    {
        if (_isInfoLine && _runOf == '`' && _fenceOf == '`')
        {
            // "```code``` and on": a fence's first line has no further backticks, so it was a span.
            _span = _fence;
            _fence = 0;
            EndRunInSpan();
        }
        else if (_runBeganLine && _runOf == _fenceOf && _run >= _fence && !char.IsLetterOrDigit(next))
        {
            _fence = 0;
        }
    }

    private void EndRunInSpan()
    {
        if (_runOf == '`' && _run == _span) _span = 0;
    }

    // Indents, quotes and list marks.
    private static bool MayPrecedeFence(char character) => character is ' ' or '\t' or '>' or '-' or '*' or '+' or '.' or ')' || char.IsAsciiDigit(character);
}
