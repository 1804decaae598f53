namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>
/// Finds the end of a JSON object, array or string that comes in pieces, by brackets and quotes alone;
/// whether it is valid is another question.
/// </summary>
internal struct JsonBalance
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    public bool IsEnded { get; private set; }

    /// <summary>Takes characters up to the end of the value; returns how many that were.</summary>
    public int Take(ReadOnlySpan<char> text)
    {
        var taken = 0;
        while (taken < text.Length && !IsEnded) Take(text[taken++]);
        return taken;
    }

    private void Take(char character)
    {
        if (_inString)
        {
            TakeInString(character);
            return;
        }

        switch (character)
        {
            case '"': _inString = true; break;
            case '{' or '[': _depth++; break;
            case '}' or ']': IsEnded = --_depth <= 0; break;
        }
    }

    private void TakeInString(char character)
    {
        if (_escaped)
        {
            _escaped = false;
            return;
        }

        if (character == '\\') _escaped = true;
        if (character != '"') return;

        _inString = false;
        IsEnded = _depth == 0;
    }
}
