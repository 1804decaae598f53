namespace Pipeline.Workers.Telegram.BotApi.Results;

/// <summary>What an error of the Bot API means. Telegram tells most apart by words alone.</summary>
internal enum BotErrorKind
{
    /// <summary>The request is wrong in a way that is not named below.</summary>
    BadRequest,

    /// <summary>The message already is as the edit would make it.</summary>
    MessageNotModified,

    /// <summary>The message to be edited or deleted is gone.</summary>
    MessageNotFound,

    /// <summary>The message is not the bot's, or too old.</summary>
    MessageNotEditable,

    /// <summary>The formatting is refused; the same text would go plain.</summary>
    CannotParseEntities,

    /// <summary>A rate limit; <see cref="BotError.RetryAfter"/> says for how long.</summary>
    TooManyRequests,

    /// <summary>The token is wrong or revoked.</summary>
    Unauthorized,

    /// <summary>The chat takes nothing from the bot: the person blocked it, it was removed or has no rights there, or the topic is closed or gone.</summary>
    Forbidden,

    /// <summary>The group has become a supergroup, which is another chat: <see cref="BotError.MovedTo"/>.</summary>
    ChatMoved,

    /// <summary>The server does not know the method, or the file.</summary>
    NotFound,

    /// <summary>Somebody else polls, or a webhook is set.</summary>
    Conflict,

    /// <summary>The request or the file is too large.</summary>
    TooLarge,

    /// <summary>The server failed.</summary>
    ServerError,

    /// <summary>The request surely did not reach the server.</summary>
    NotSent,

    /// <summary>The connection broke or the time passed: the call may or may not have taken effect.</summary>
    NoAnswer,
}
