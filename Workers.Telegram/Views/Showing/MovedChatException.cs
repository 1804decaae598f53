namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>A group has become a supergroup, which is another chat.</summary>
/// <param name="chat">Telegram's id of that.</param>
internal sealed class MovedChatException(long chat) : Exception($"The group is chat {chat} now.")
{
    public long Chat { get; } = chat;
}
