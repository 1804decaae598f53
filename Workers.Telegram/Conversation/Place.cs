using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>Where people write: a chat, or one topic of a forum.</summary>
/// <param name="Chat">Telegram's id of the chat; groups have negative ones.</param>
/// <param name="Topic">The forum's topic; null elsewhere.</param>
internal sealed record Place(long Chat, int? Topic)
{
    /// <summary>Both, as messages name a chat.</summary>
    public string ChatId => Topic is { } topic ? $"{Chat}/{topic}" : $"{Chat}";

    /// <summary>Where a message stands. A thread of replies is no topic.</summary>
    public static Place Of(Message message) => new(message.Chat.Id, message.IsTopicMessage == true ? message.MessageThreadId : null);

    /// <summary>A message here, as the system names it.</summary>
    public ChatMessage Message(int messageId, long? userId = null) =>
        new() { Platform = ChatPlatforms.Telegram, ChatId = ChatId, MessageId = $"{messageId}", UserId = userId is { } id ? $"{id}" : null };
}
