namespace Pipeline.Workers.Optimizer.Shell;

/// <summary>The part that reads words: quotes, escapes and expansions.</summary>
internal sealed partial class ShellLexer
{
    private void ReadWordPart()
    {
        switch (Current)
        {
            case '\\':
                ReadEscape();
                break;
            case '\'':
                ReadSingleQuoted();
                break;
            case '"':
                ReadDoubleQuoted();
                break;
            case '`':
                _runsHiddenCommands = true;
                _position++;
                break;
            case '$':
                ReadExpansion(inQuotes: false);
                break;
            default:
                if (Current is '*' or '?' or '[' or '{') _isPattern = true;
                Take();
                break;
        }
    }

    // A line that goes on in the next one is one line.
    private void ReadEscape()
    {
        _position++;
        if (Current == '\r' && Next == '\n') _position++;
        if (Current == '\n') _position++;
        else Take();
    }

    private void ReadSingleQuoted()
    {
        for (_position++; Current != '\''; Take())
        {
            if (IsAtEnd()) return;
        }

        _position++;
    }

    private void ReadDoubleQuoted()
    {
        _position++;
        while (Current != '"')
        {
            if (IsAtEnd()) return;

            if (Current == '$') ReadExpansion(inQuotes: true);
            else if (Current == '\\' && Next is '$' or '`' or '"' or '\\' or '\n') ReadEscape();
            else
            {
                _runsHiddenCommands |= Current == '`';
                Take();
            }
        }

        _position++;
    }

    private void ReadExpansion(bool inQuotes)
    {
        switch (Next)
        {
            case '(':
                _runsHiddenCommands = true;
                Take();
                Take();
                break;
            case '{':
                _isPattern = true;
                ReadParameter(inQuotes);
                break;
            case '\'' when !inQuotes:
                ReadEscapedQuote();
                break;
            case '"' when !inQuotes:
                _position++;
                break;
            default:
                _isPattern = true;
                Take();
                break;
        }
    }

    /// <summary>Reads <c>${…}</c>, whose default values and subscripts may run commands.</summary>
    private void ReadParameter(bool inQuotes)
    {
        var start = _position;
        Take();
        Take();
        while (Current != '}')
        {
            if (IsAtEnd()) return;

            if (Current == '$') ReadExpansion(inQuotes);
            else if (Current == '\\') ReadEscape();
            else if (Current == '\'' && !inQuotes) ReadSingleQuoted();
            else if (Current == '"' && !inQuotes) ReadDoubleQuoted();
            else
            {
                _runsHiddenCommands |= Current == '`' || (Current is '<' or '>' && Next == '(');
                Take();
            }
        }

        // Expands its value as a prompt, which runs what stands in it.
        _runsHiddenCommands |= _command.AsSpan(start, _position - start).EndsWith("@P");
        Take();
    }

    /// <summary>Reads Bash's <c>$'…'</c>, in which a backslash escapes the quote.</summary>
    private void ReadEscapedQuote()
    {
        _position++;
        for (_position++; Current != '\''; Take())
        {
            if (IsAtEnd()) return;
            if (Current == '\\' && Next != '\0') Take();
        }

        _position++;
    }

    private bool IsAtEnd()
    {
        if (_position < _command.Length) return false;

        _isWhole = false;
        return true;
    }

    private void Take()
    {
        if (_position < _command.Length) _word.Append(_command[_position++]);
    }
}
