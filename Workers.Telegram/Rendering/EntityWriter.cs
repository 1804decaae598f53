using System.Text;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>
/// Writes a text and its entities. Line breaks wait until something follows them, so that none is at either end of a
/// text or of an entity; lines may have a prefix, as those of a list item have.
/// </summary>
internal sealed class EntityWriter
{
    private const int TabWidth = 4;

    private readonly StringBuilder _text = new();
    private readonly List<MessageEntity> _entities = [];
    private int _breaks;
    private bool _atBeginning;
    private bool _afterMark;

    /// <summary>What each further line begins with.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The most line breaks that stand between two blocks; a compact list has one.</summary>
    public int MaxBreaks { get; set; } = 2;

    /// <summary>How many characters are written.</summary>
    public int Length => _text.Length;

    /// <summary>Writes text of one line.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                Put(text.Slice(at++, 2));
            else
                Put(text[at]);
        }
    }

    /// <summary>Writes text whose line breaks are kept.</summary>
    public void WriteLines(ReadOnlySpan<char> text)
    {
        var first = true;
        foreach (var line in text.EnumerateLines())
        {
            if (!first) Break();
            first = false;
            Write(line);
        }
    }

    /// <summary>One more line break.</summary>
    public void Break() => _breaks++;

    /// <summary>What follows begins a line.</summary>
    public void EndLine() => Separate(1);

    /// <summary>What follows has a blank line before it.</summary>
    public void EndBlock() => Separate(MaxBreaks);

    /// <summary>Writes the mark of a list item, which its first block follows on the same line.</summary>
    public void WriteMark(string mark)
    {
        Begin();
        Write(mark);
        _atBeginning = _afterMark = true;
    }

    /// <summary>Ends the line of a mark, where nothing follows it or nothing may.</summary>
    public void LeaveMark()
    {
        if (_afterMark) _breaks = 1;
        _atBeginning = _afterMark = false;
    }

    /// <summary>Where something begins that is written next. It needs no further break before it.</summary>
    public int Begin()
    {
        Flush();
        _atBeginning = true;
        return _text.Length;
    }

    /// <summary>Marks everything since a position.</summary>
    public void Mark(MessageEntityType type, int from, string? url = null, string? language = null)
    {
        if (_text.Length > from) _entities.Add(new MessageEntity(type, from, _text.Length - from, url, language));
    }

    /// <summary>What has been written since a position.</summary>
    public string Since(int position) => _text.ToString(position, _text.Length - position);

    /// <summary>Writes another text with its entities.</summary>
    public void Write(FormattedText other)
    {
        var start = Begin();
        _text.Append(other.Text);
        _atBeginning = false;
        _entities.AddRange(other.Entities.Select(entity => entity with { Offset = entity.Offset + start }));
    }

    /// <summary>The text, trimmed as Telegram trims it.</summary>
    public FormattedText Finish()
    {
        var whole = _text.ToString();
        var end = whole.AsSpan().TrimEnd().Length;
        var entities = EntityRules.Apply(_entities, whole);
        var firstEntity = entities.Count == 0 ? end : entities[0].Offset;
        var start = 0;
        while (start < Math.Min(end, firstEntity) && char.IsWhiteSpace(whole[start])) start++;
        var text = whole[start..end];
        return VisibleText.IsIn(text)
            ? new FormattedText(text, [.. entities.Select(entity => entity with { Offset = entity.Offset - start })])
            : FormattedText.Empty;
    }

    private void Separate(int breaks)
    {
        if (!_atBeginning) _breaks = Math.Max(_breaks, breaks);
    }

    private void Flush()
    {
        if (_text.Length > 0 && _breaks > 0)
        {
            while (_text.Length > 0 && _text[^1] == ' ' && !EndsInEntity()) _text.Length--;
            _text.Append('\n', _breaks).Append(Prefix);
        }

        _breaks = 0;
        _atBeginning = _afterMark = false;
    }

    private bool EndsInEntity() => _entities.Count > 0 && _entities[^1].End == _text.Length;

    private void Put(ReadOnlySpan<char> pair)
    {
        Flush();
        _text.Append(pair);
    }

    /// <summary>Telegram blanks or drops some characters, after which the offsets would no longer fit: so they go here.</summary>
    private void Put(char c)
    {
        Flush();
        switch (c)
        {
            case '\r' or '\u0333' or '\u033F' or '\u030A' or (>= '\u202A' and <= '\u202E'):
                break;
            case '\u200E' or '\u200F' when _text.Length > 0 && _text[^1] is '\u200E' or '\u200F':
                _text[^1] = c;
                break;
            case '\t':
                _text.Append(' ', TabWidth);
                break;
            case < ' ' or '\u007F' or '\u2028' or '\u2029':
                _text.Append(' ');
                break;
            default:
                _text.Append(char.IsSurrogate(c) ? '\uFFFD' : c);
                break;
        }
    }
}
