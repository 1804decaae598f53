namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>Telegram takes no messages for a chat: the person has blocked the bot, it was removed from the group, or the topic is gone.</summary>
/// <param name="reason">Telegram's words.</param>
internal sealed class ClosedChatException(string reason) : Exception(reason);
