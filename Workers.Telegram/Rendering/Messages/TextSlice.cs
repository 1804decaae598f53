using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>A part of a formatted text, formatted as it was there: what is cut goes on behind the cut, a code block with its language.</summary>
internal static class TextSlice
{
    /// <summary>The part between two positions, without white space at its ends.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="entities">At least the entities that touch the part.</param>
    public static FormattedText Of(string text, int start, int end, IEnumerable<MessageEntity> entities)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        var touching = entities.Where(entity => entity.Offset < end && entity.End > start).ToList();
        start = SkipSpace(text, start, end, touching);
        var own = touching
            .Select(entity => Clip(entity, start, end))
            .Where(entity => entity.Length > 0)
            .ToList();
        var part = text[start..end];
        return new FormattedText(part, EntityRules.Apply(own, part));
    }

    /// <summary>In code the indent of a line belongs to it.</summary>
    private static int SkipSpace(string text, int start, int end, List<MessageEntity> entities)
    {
        var code = entities.Find(entity => entity.Type == MessageEntityType.Pre && entity.Offset <= start && entity.End > start);
        var at = start;
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            if (text[at] == '\n') start = at + 1;
            at++;
        }

        return code is null || at >= code.End ? at : start;
    }

    private static MessageEntity Clip(MessageEntity entity, int start, int end)
    {
        var offset = Math.Max(entity.Offset, start);
        return entity with { Offset = offset - start, Length = Math.Min(entity.End, end) - offset };
    }
}
