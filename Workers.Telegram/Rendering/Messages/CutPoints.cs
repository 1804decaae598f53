using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>Where a stretch of text may be cut, the better places first.</summary>
internal sealed class CutPoints
{
    /// <summary>In what a position lies: where it lies in several, in the one that a cut would harm most.</summary>
    private enum Zone : byte
    {
        Text,
        Quote,
        Code,
        Unit,
    }

    private readonly string _text;
    private readonly int _start;
    private readonly Zone[] _zones;
    private readonly bool[] _borders;

    /// <summary>Looks at the text from <paramref name="start"/> up to and with <paramref name="end"/>.</summary>
    public CutPoints(string text, int start, int end, IReadOnlyList<MessageEntity> entities)
    {
        (_text, _start) = (text, start);
        _zones = new Zone[end - start + 1];
        _borders = new bool[end - start + 1];
        foreach (var entity in entities) Note(entity);
    }

    /// <summary>The last good place to cut in a range, or its end if there is none.</summary>
    public int Last(int first, int last)
    {
        foreach (var isGood in Preferences())
            for (var at = last; at >= first; at--)
                if (isGood(at)) return at;
        return _start + Graphemes.LastBorder(_text.AsSpan(_start), last - _start);
    }

    /// <summary>The first good place to cut in a range, or its beginning if there is none.</summary>
    public int First(int first, int last)
    {
        foreach (var isGood in Preferences())
            for (var at = first; at <= last; at++)
                if (isGood(at)) return at;
        return ElementFrom(first, last);
    }

    private Func<int, bool>[] Preferences() =>
    [
        at => _borders[at - _start] || ZoneAt(at) == Zone.Text && IsParagraph(at),
        at => ZoneAt(at) == Zone.Text && IsLine(at),
        at => ZoneAt(at) != Zone.Unit && IsLine(at),
        at => ZoneAt(at) is Zone.Text or Zone.Quote && _text[at - 1] == ' ',
    ];

    private Zone ZoneAt(int at) => _zones[at - _start];

    private bool IsParagraph(int at) => at > 1 && _text[at - 1] == '\n' && _text[at - 2] == '\n';

    private bool IsLine(int at) => _text[at - 1] == '\n';

    /// <summary>A position is within an entity if the entity goes on before and behind it.</summary>
    private void Note(MessageEntity entity)
    {
        var zone = entity.Type switch
        {
            MessageEntityType.Pre => Zone.Code,
            MessageEntityType.Code or MessageEntityType.TextLink => Zone.Unit,
            MessageEntityType.Blockquote or MessageEntityType.ExpandableBlockquote => Zone.Quote,
            _ => Zone.Text,
        };
        var (first, last) = (Math.Max(entity.Offset + 1, _start), Math.Min(entity.End - 1, _start + _zones.Length - 1));
        for (var at = first; at <= last; at++)
            if (_zones[at - _start] < zone) _zones[at - _start] = zone;
        if (zone is not (Zone.Code or Zone.Quote)) return;
        NoteBorder(entity.Offset);
        NoteBorder(entity.End);
    }

    private void NoteBorder(int at)
    {
        if (at > _start && at < _start + _borders.Length && at < _text.Length) _borders[at - _start] = true;
    }

    /// <summary>The first position at which no character as people see it is cut, counted from the beginning of the line.</summary>
    private int ElementFrom(int first, int last)
    {
        var at = Math.Max(_text.LastIndexOf('\n', first), Math.Max(0, first - MessageLimits.Text));
        if (char.IsLowSurrogate(_text[at])) at++;
        while (at < first) at = Graphemes.Next(_text, at);
        if (at <= last) return at;
        return char.IsLowSurrogate(_text[first]) ? first + 1 : first;
    }
}
