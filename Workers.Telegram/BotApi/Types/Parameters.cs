namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>Which message is answered.</summary>
/// <param name="MessageId">That message.</param>
/// <param name="AllowSendingWithoutReply">Whether the answer is sent where that message is gone.</param>
internal sealed record ReplyParameters(int MessageId, bool AllowSendingWithoutReply = true)
{
    /// <summary>Answers a message; null where there is none. All that Telegram has are above 0.</summary>
    public static ReplyParameters? To(int? messageId) => messageId is > 0 and var id ? new ReplyParameters(id) : null;
}

/// <summary>Whether a link's page is shown below the message.</summary>
internal sealed record LinkPreviewOptions(bool IsDisabled = true);

/// <summary>A command in the bot's menu.</summary>
/// <param name="Command">Lower case letters, digits and underscores, without the slash.</param>
/// <param name="Description">What it does.</param>
internal sealed record BotCommand(string Command, string Description);
