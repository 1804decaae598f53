using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>Chooses, where a message has more formatting than Telegram takes, what matters most, instead of what comes first.</summary>
internal static class EntityBudget
{
    public static FormattedText Apply(FormattedText message) => message.Entities.Count <= MessageLimits.Entities
        ? message
        : message with
        {
            Entities = [.. message.Entities.OrderBy(entity => Rank(entity.Type)).Take(MessageLimits.Entities).Order(Comparer<MessageEntity>.Create(EntityRules.InOrder))],
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
