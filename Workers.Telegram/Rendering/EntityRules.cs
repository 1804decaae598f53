using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>
/// Brings entities into the form that Telegram keeps as it is: none around white space alone, styles never over code,
/// equal styles joined. Telegram would do most of it itself, but silently and not always as meant.
/// </summary>
internal static class EntityRules
{
    public static bool IsCode(MessageEntityType type) => type is MessageEntityType.Code or MessageEntityType.Pre;

    public static bool IsQuote(MessageEntityType type) => type is MessageEntityType.Blockquote or MessageEntityType.ExpandableBlockquote;

    public static bool IsStyle(MessageEntityType type) => type is MessageEntityType.Bold or MessageEntityType.Italic
        or MessageEntityType.Underline or MessageEntityType.Strikethrough;

    /// <summary>The entities in order and in form.</summary>
    /// <param name="entities">They are nested, as the markup was, or follow each other.</param>
    /// <param name="text">The text that they belong to.</param>
    public static IReadOnlyList<MessageEntity> Apply(IReadOnlyList<MessageEntity> entities, string text)
    {
        var trimmed = entities.Select(entity => Trim(entity, text)).Where(entity => entity.Length > 0).ToList();
        var code = trimmed.Where(entity => IsCode(entity.Type)).OrderBy(entity => entity.Offset).ToList();
        var result = trimmed.Where(entity => !IsStyle(entity.Type)).ToList();
        var borders = result.Where(entity => entity.Type == MessageEntityType.TextLink).SelectMany(link => new[] { link.Offset, link.End }).ToHashSet();
        foreach (var style in trimmed.Where(entity => IsStyle(entity.Type)).GroupBy(entity => entity.Type))
            result.AddRange(Around(Joined(style, borders), code).Select(entity => Trim(entity, text)).Where(entity => entity.Length > 0));
        result.Sort(InOrder);
        return result;
    }

    /// <summary>By offset, the outer one first: longer, and of equal ones the quote, the link, then the styles.</summary>
    public static int InOrder(MessageEntity one, MessageEntity other)
    {
        var byOffset = one.Offset.CompareTo(other.Offset);
        if (byOffset != 0) return byOffset;
        var byLength = other.Length.CompareTo(one.Length);
        return byLength != 0 ? byLength : other.Type.CompareTo(one.Type);
    }

    private static MessageEntity Trim(MessageEntity entity, string text)
    {
        var (start, end) = (entity.Offset, entity.End);
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;

        // The indent of its first line belongs to code, and to a quote that begins with code.
        if (entity.Type != MessageEntityType.Pre && !IsQuote(entity.Type))
            while (start < end && char.IsWhiteSpace(text[start])) start++;
        return start == entity.Offset && end == entity.End ? entity : entity with { Offset = start, Length = end - start };
    }

    /// <summary>Not where a link begins or ends: of a style that goes on there, one part lies within the link and the other does not.</summary>
    private static IEnumerable<MessageEntity> Joined(IEnumerable<MessageEntity> style, HashSet<int> borders)
    {
        MessageEntity? last = null;
        foreach (var entity in style.OrderBy(entity => entity.Offset))
        {
            if (last is not null && entity.Offset <= last.End && !(entity.Offset == last.End && borders.Contains(last.End)))
            {
                last = last with { Length = Math.Max(last.End, entity.End) - last.Offset };
                continue;
            }

            if (last is not null) yield return last;
            last = entity;
        }

        if (last is not null) yield return last;
    }

    /// <summary>The same styles with holes where code is. Both sequences are sorted and neither overlaps itself.</summary>
    private static IEnumerable<MessageEntity> Around(IEnumerable<MessageEntity> styles, List<MessageEntity> code)
    {
        var next = 0;
        foreach (var style in styles)
        {
            var start = style.Offset;
            while (next < code.Count && code[next].End <= start) next++;
            for (; next < code.Count && code[next].Offset < style.End; next++)
            {
                if (code[next].Offset > start) yield return style with { Offset = start, Length = code[next].Offset - start };
                start = code[next].End;
            }

            if (start < style.End) yield return style with { Offset = start, Length = style.End - start };
            if (next > 0) next--;
        }
    }
}
