using System.Text;

namespace Pipeline.Workers.Optimizer.Shell;

/// <summary>
/// Takes a command line apart by the quoting rules of POSIX (Shell Command Language, 2.2 and 2.3) and those of Bash
/// that hide commands. In doubt a command counts as hidden: somebody is asked then.
/// </summary>
internal sealed partial class ShellLexer
{
    private readonly string _command;
    private readonly List<ShellToken> _tokens = [];
    private readonly StringBuilder _word = new();
    private int _position;
    private int _wordStart = -1;
    private bool _isPattern;
    private bool _expectsTarget;
    private bool _runsHiddenCommands;
    private bool _isWhole = true;

    private ShellLexer(string command) => _command = command;

    private char Current => _position < _command.Length ? _command[_position] : '\0';

    private char Next => _position + 1 < _command.Length ? _command[_position + 1] : '\0';

    /// <summary>Takes a command line apart; what lies around it as white space does not count.</summary>
    public static ShellCommand Read(string command)
    {
        var lexer = new ShellLexer(command.TrimEnd());
        while (lexer._position < lexer._command.Length) lexer.ReadPart();
        lexer.EndWord();
        return new ShellCommand(lexer._tokens, lexer._runsHiddenCommands, lexer._isWhole);
    }

    private void ReadPart()
    {
        switch (Current)
        {
            case ' ' or '\t':
                EndWord();
                _position++;
                break;
            case '\n' or '\r':
                ReadLineEnd();
                break;
            case '#' when _wordStart < 0:
                ReadComment();
                break;
            case '|' or '&' or ';' or '(' or ')':
                ReadOperator();
                break;
            case '<' or '>':
                ReadRedirection();
                break;
            default:
                BeginWord();
                ReadWordPart();
                break;
        }
    }

    // Another line is another command, whatever the first one looks like.
    private void ReadLineEnd()
    {
        EndWord();
        if (_tokens.Count > 0)
        {
            _runsHiddenCommands = true;
            _tokens.Add(new ShellToken(ShellTokenKind.Operator, "\n", _position, _position + 1, IsPattern: false));
        }

        _position++;
    }

    // Nothing in a comment is run, but a shell may not take it for one, as in `status# $(id)`.
    private void ReadComment()
    {
        for (; _position < _command.Length && Current is not ('\n' or '\r'); _position++)
        {
            if (Current == '`' || (Current is '$' or '<' or '>' && Next == '(')) _runsHiddenCommands = true;
        }
    }

    private void ReadOperator()
    {
        EndWord();
        if (Current == '&' && Next == '>')
        {
            ReadRedirection();
            return;
        }

        var length = (Current, Next) is ('&', '&') or ('|', '|') or ('|', '&') or (';', ';') ? 2 : 1;
        _tokens.Add(new ShellToken(ShellTokenKind.Operator, _command.Substring(_position, length), _position, _position + length, IsPattern: false));
        _position += length;
    }

    private void ReadRedirection()
    {
        if (Next == '(')
        {
            BeginWord();
            _runsHiddenCommands = true;
            _position += 2;
            return;
        }

        // Of `2>file` the number says what is redirected.
        var start = _wordStart >= 0 && _word.ToString().All(char.IsAsciiDigit) ? _wordStart : -1;
        if (start >= 0) DropWord();
        else EndWord();

        start = start < 0 ? _position : start;
        while (Current is '<' or '>' or '&' or '|' && _position - start < 5) _position++;
        _tokens.Add(new ShellToken(ShellTokenKind.Redirection, _command[start.._position], start, _position, IsPattern: false));
        _expectsTarget = true;
    }

    private void BeginWord()
    {
        if (_wordStart < 0) _wordStart = _position;
    }

    private void EndWord()
    {
        if (_wordStart < 0) return;

        var kind = _expectsTarget ? ShellTokenKind.RedirectionTarget : ShellTokenKind.Word;
        _tokens.Add(new ShellToken(kind, _word.ToString(), _wordStart, _position, _isPattern));
        _expectsTarget = false;
        DropWord();
    }

    private void DropWord()
    {
        _word.Clear();
        (_wordStart, _isPattern) = (-1, false);
    }
}
