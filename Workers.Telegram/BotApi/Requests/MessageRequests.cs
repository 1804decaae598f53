using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi.Requests;

/// <summary>Sends a text.</summary>
internal sealed record SendMessageRequest(long ChatId, string Text) : BotRequest<Message>("sendMessage")
{
    public int? MessageThreadId { get; init; }

    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public LinkPreviewOptions? LinkPreviewOptions { get; init; }

    public bool? DisableNotification { get; init; }

    public ReplyParameters? ReplyParameters { get; init; }

    public InlineKeyboardMarkup? ReplyMarkup { get; init; }
}

/// <summary>Replaces a message's text and buttons.</summary>
internal sealed record EditMessageTextRequest(long ChatId, int MessageId, string Text) : BotRequest<Message>("editMessageText")
{
    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public LinkPreviewOptions? LinkPreviewOptions { get; init; }

    public InlineKeyboardMarkup? ReplyMarkup { get; init; }
}

/// <summary>Deletes one message.</summary>
internal sealed record DeleteMessageRequest(long ChatId, int MessageId) : BotRequest<bool>("deleteMessage");

/// <summary>Deletes up to 100 messages; those that cannot be found are skipped.</summary>
internal sealed record DeleteMessagesRequest(long ChatId, IReadOnlyList<int> MessageIds) : BotRequest<bool>("deleteMessages")
{
    /// <summary>The most messages of one call.</summary>
    public const int MaxMessages = 100;
}
