using System.Text;
using Pipeline.Workers.Nim.Translation.Answers.Markup;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>
/// The arguments of one tool call as they come in: pieces of an object, an object encoded twice (a JSON
/// string that holds it), <c>null</c>, or nothing.
/// </summary>
internal sealed class ToolArguments
{
    private const string EmptyObject = "{}";

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _surplus = new();
    private JsonBalance _balance;
    private int _taken;

    /// <summary>Something other than white space has come.</summary>
    public bool HasBegun => _text.Length > 0;

    /// <summary>The object is whole and valid.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Nothing more is needed to run the tool: the object is valid, or there are no arguments.</summary>
    public bool IsSound => IsNothing || (IsComplete && IsSurplusHarmless());

    /// <summary>Some servers send an empty object first and the real one afterwards; so <c>{}</c> is nothing yet.</summary>
    public bool IsPlaceholder => IsComplete && _taken == 0 && Is(EmptyObject);

    private bool IsNothing => Is(string.Empty) || Is("null");

    public void Append(ReadOnlySpan<char> piece)
    {
        if (!HasBegun) piece = piece.TrimStart();
        if (IsPlaceholder && piece.TrimStart().StartsWith('{')) Restart(ref piece);

        var wasEnded = _balance.IsEnded;
        var own = _balance.Take(piece);
        _text.Append(piece[..own]);
        _surplus.Append(piece[own..]);
        if (_balance.IsEnded && !wasEnded) Close();
    }

    /// <summary>What may be written by now and has not been taken.</summary>
    public string TakeAvailable()
    {
        if (IsPlaceholder || !(IsComplete || Streams())) return string.Empty;

        var end = _text.Length;
        if (!IsComplete && char.IsHighSurrogate(_text[end - 1])) end--;
        return TakeUpTo(end);
    }

    /// <summary>All that is left, valid or not.</summary>
    public string TakeRest() => IsPlaceholder || IsNothing ? string.Empty : TakeUpTo(_text.Length);

    /// <summary>The whole object, which then counts as taken; <c>{}</c> where there are no arguments.</summary>
    public string TakeObject()
    {
        _taken = _text.Length;
        return IsNothing ? EmptyObject : _text.ToString();
    }

    private bool Streams() => HasBegun && _text[0] == '{' && !_balance.IsEnded;

    private string TakeUpTo(int end)
    {
        if (end <= _taken) return string.Empty;

        var part = _text.ToString(_taken, end - _taken);
        _taken = end;
        return part;
    }

    private void Close()
    {
        var value = _text.ToString();
        if (value[0] == '"')
        {
            value = JsonObjects.Unquote(value)?.Trim() ?? value;
            _text.Clear().Append(value);
        }

        IsComplete = JsonObjects.IsValid(value);
    }

    private void Restart(ref ReadOnlySpan<char> piece)
    {
        _text.Clear();
        _surplus.Clear();
        _balance = default;
        IsComplete = false;
        piece = piece.TrimStart();
    }

    // Known habits: a bracket too many, the whole arguments once more in the last chunk, and tokens of the
    // model's own format behind them.
    private bool IsSurplusHarmless()
    {
        var surplus = ControlTokens.TrimEnd(_surplus.ToString());
        return surplus.TrimStart("}] \n").IsEmpty || surplus.SequenceEqual(_text.ToString());
    }

    private bool Is(string value) => _text.Length == value.Length && _text.Equals(value);
}
