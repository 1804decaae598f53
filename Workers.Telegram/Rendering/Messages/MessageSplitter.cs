using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>Continues a text that is too long for one message in further ones.</summary>
internal static class MessageSplitter
{
    /// <summary>A message is filled at least so far, so that a good cut does not make a crumb of it.</summary>
    private const int LeastPart = 4;

    /// <summary>The messages in order; none if there is nothing to see.</summary>
    public static IReadOnlyList<FormattedText> Split(FormattedText text, int limit = MessageLimits.Text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, LeastPart);
        var messages = new List<FormattedText>();
        var entities = new EntityWindow(text.Entities);
        for (var start = 0; start < text.Text.Length;)
        {
            var end = Math.Min(start + limit, text.Text.Length);
            var touching = entities.Touching(start, end);
            end = CutBefore(text.Text, start, end, touching, limit);
            var part = TextSlice.Of(text.Text, start, end, touching);
            if (!part.IsEmpty) messages.Add(EntityBudget.Apply(part));
            start = end;
        }

        return messages;
    }

    private static int CutBefore(string text, int start, int end, List<MessageEntity> entities, int limit)
    {
        var least = Math.Min(start + limit / LeastPart, end);
        var isTooMuch = entities.Count > MessageLimits.Entities;
        if (isTooMuch) end = Math.Clamp(entities[MessageLimits.Entities].Offset, least, end);
        else if (end == text.Length) return end;
        if (end == text.Length) return end;
        return new CutPoints(text, start, end, entities).Last(least, end);
    }
}
