namespace Pipeline.Workers.Telegram.Chats.Moves;

/// <summary>
/// Numbers for the messages of a group that has become another chat: older than all that come there, in their order, and below those
/// that Telegram gives, so that none is taken for another.
/// </summary>
internal static class FormerMessages
{
    /// <summary>The number of such a message.</summary>
    public static int Number(int messageId) => messageId > 0 ? int.MinValue + messageId : messageId;

    /// <summary>Whether a message cannot be answered, edited or deleted any more.</summary>
    public static bool IsFormer(int messageId) => messageId <= 0;
}
