using System.Text;
using Pipeline.Workers.Nim.Translation.Answers.Markup;

namespace Pipeline.Workers.Nim.Translation.Answers.Reasoning;

/// <summary>
/// Splits <c>&lt;think&gt;…&lt;/think&gt;</c> out of content. People ask about such tags too, so:
/// <list type="bullet">
/// <item>An opening tag counts only where content begins: first of all, after reasoning, after a tool call,
/// with nothing but white space before it. Without its closing tag all that follows is thinking.</item>
/// <item>A closing tag counts inside thinking, where content begins, and once without an opening tag, because
/// templates may have opened it in the prompt: outside code, before any opening tag was mentioned, and not
/// in the middle of a sentence. What came before it has been sent as text; only the tag is dropped, and the
/// model's next answer begins as thinking.</item>
/// <item><c>&lt;thinking&gt;</c> is left alone: prompts ask for answers with that very tag.</item>
/// </list>
/// </summary>
/// <param name="next">Takes the parts.</param>
/// <param name="beginsThinking">Whether the model's template opens the thinking in the prompt, as its last answer showed.</param>
internal sealed class ReasoningSplitter(IAnswerText next, bool beginsThinking)
{
    private const string OpeningTag = "<think>";
    private const string ClosingTag = "</think>";

    private readonly CodeTracker _code = new();
    private string _held = string.Empty;
    // What may turn out to be the answer itself, as nothing opened it and nothing has closed it yet.
    private readonly StringBuilder? _unopened = beginsThinking ? new StringBuilder() : null;
    private bool _isThinking = beginsThinking;
    private bool _isUnopened = beginsThinking;
    private bool _isStart = true;
    private bool _mayCloseUnopened = !beginsThinking;
    private int _mentioned;
    private char _previous = '\n';

    /// <summary>Whether thinking that nothing had opened was closed: the template had opened it in the prompt.</summary>
    public bool HasClosedUnopened { get; private set; }

    public void Push(ReadOnlySpan<char> content)
    {
        if (_held.Length > 0)
        {
            content = string.Concat(_held, content);
            _held = string.Empty;
        }

        while (!content.IsEmpty) content = _isThinking ? Think(content) : Say(content, isEnd: false);
    }

    /// <summary>Releases what was kept back, because something else comes or the answer ends.</summary>
    public void Flush()
    {
        var held = _held.AsSpan();
        _held = string.Empty;
        if (_isThinking)
        {
            Thought(held);
            return;
        }

        while (!held.IsEmpty) held = Say(held, isEnd: true);
    }

    /// <summary>
    /// The answer ends, or a tool call follows. What began as thinking and was never closed was the answer: it comes
    /// once more, as text.
    /// </summary>
    public void Resolve()
    {
        Flush();
        if (!_isUnopened || _unopened is not { Length: > 0 }) return;

        EndThinking();
        next.Text(_unopened.ToString());
    }

    /// <summary>Content begins anew after reasoning that came apart from it.</summary>
    public void BeginContent() => _isStart = true;

    /// <summary>Content begins anew after a tool call, even where thinking was not closed.</summary>
    public void EndThinking()
    {
        _isThinking = false;
        _isUnopened = false;
        _isStart = true;
        _previous = '\n';
        _code.Reset();
    }

    private ReadOnlySpan<char> Think(ReadOnlySpan<char> content)
    {
        if (_isUnopened && _unopened!.Length == 0 && TryOpen(content, out var rest)) return rest;

        var end = content.IndexOf(ClosingTag, StringComparison.Ordinal);
        if (end < 0)
        {
            var thought = content.Length - PartialTag(content);
            Thought(content[..thought]);
            _held = content[thought..].ToString();
            return [];
        }

        Thought(content[..end]);
        HasClosedUnopened |= _isUnopened;
        EndThinking();
        return content[(end + ClosingTag.Length)..];
    }

    // A model may open its thinking all the same. False where it does not.
    private bool TryOpen(ReadOnlySpan<char> content, out ReadOnlySpan<char> rest)
    {
        rest = [];
        var begin = content.TrimStart();
        if (begin.StartsWith(OpeningTag, StringComparison.Ordinal))
        {
            _isUnopened = false;
            rest = begin[OpeningTag.Length..];
            return true;
        }

        if (!OpeningTag.AsSpan().StartsWith(begin)) return false;

        _held = content.ToString();
        return true;
    }

    private void Thought(ReadOnlySpan<char> thinking)
    {
        if (_isUnopened) _unopened!.Append(thinking);
        next.Thinking(thinking);
    }

    // Passes text on up to the next tag and handles that; returns the rest.
    private ReadOnlySpan<char> Say(ReadOnlySpan<char> content, bool isEnd)
    {
        var tag = _isStart || _mayCloseUnopened ? content.IndexOf('<') : -1;
        if (tag != 0) return Pass(content, tag < 0 ? content.Length : tag);

        if (_isStart && content.StartsWith(OpeningTag, StringComparison.Ordinal))
        {
            _isThinking = true;
            _mayCloseUnopened = false;
            return content[OpeningTag.Length..];
        }

        switch (JudgeClosing(content, isEnd))
        {
            case Judgement.Tag:
                HasClosedUnopened |= !_isStart;
                _mayCloseUnopened &= _isStart;
                EndThinking();
                return content[ClosingTag.Length..];
            case Judgement.TooEarly:
                _held = content.ToString();
                return [];
            default:
                if (isEnd || !_isStart || !OpeningTag.AsSpan().StartsWith(content)) return Pass(content, 1);

                _held = content.ToString();
                return [];
        }
    }

    private Judgement JudgeClosing(ReadOnlySpan<char> content, bool isEnd)
    {
        if (!_isStart && _code.IsCodeBefore('<')) return Judgement.Text;
        if (!content.StartsWith(ClosingTag, StringComparison.Ordinal))
            return !isEnd && ClosingTag.AsSpan().StartsWith(content) ? Judgement.TooEarly : Judgement.Text;

        var isLoose = _previous is ' ' or '\t' or '"' or '\'' or '(' or '[' or '“' or '«';
        if (_isStart || !isLoose) return Judgement.Tag;
        if (content.Length == ClosingTag.Length) return isEnd ? Judgement.Tag : Judgement.TooEarly;
        return content[ClosingTag.Length] is '\n' or '\r' ? Judgement.Tag : Judgement.Text;
    }

    private ReadOnlySpan<char> Pass(ReadOnlySpan<char> content, int length)
    {
        var text = content[..length];
        _isStart &= text.IsWhiteSpace();
        if (_mayCloseUnopened) Watch(text);
        next.Text(text);
        return content[length..];
    }

    // Only what decides on a closing tag without an opening one.
    private void Watch(ReadOnlySpan<char> text)
    {
        _code.Advance(text);
        _previous = text[^1];
        foreach (var character in text)
        {
            _mentioned = character == OpeningTag[_mentioned] ? _mentioned + 1 : character == '<' ? 1 : 0;
            if (_mentioned < OpeningTag.Length) continue;

            _mayCloseUnopened = false;
            return;
        }
    }

    private static int PartialTag(ReadOnlySpan<char> text)
    {
        for (var length = Math.Min(text.Length, ClosingTag.Length - 1); length > 0; length--)
        {
            if (text[^length..].SequenceEqual(ClosingTag.AsSpan(0, length))) return length;
        }

        return 0;
    }

    private enum Judgement
    {
        Text,
        Tag,
        TooEarly,
    }
}
