using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>Chooses, where a message has more formatting than Telegram takes, what matters most, instead of what comes first.</summary>
internal static class EntityBudget
{
    /// <param name="message">The message.</param>
    /// <param name="isLive">Whether a person looks at its end, so that of what matters equally the last is kept, not the first.</param>
    public static FormattedText Apply(FormattedText message, bool isLive = false) => message.Entities.Count <= MessageLimits.Entities
        ? message
        : message with
        {
            Entities = [.. (isLive ? message.Entities.Reverse() : message.Entities).OrderBy(entity => Rank(entity.Type)).Take(MessageLimits.Entities).Order(Comparer<MessageEntity>.Create(EntityRules.InOrder))],
        };

    private static int Rank(MessageEntityType type) => type switch
    {
        MessageEntityType.Pre => 0,
        MessageEntityType.Blockquote or MessageEntityType.ExpandableBlockquote => 1,
        MessageEntityType.TextLink => 2,
        MessageEntityType.Code => 3,
        MessageEntityType.Bold => 4,
        _ => 5,
    };
}
