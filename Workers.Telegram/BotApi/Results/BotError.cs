namespace Pipeline.Workers.Telegram.BotApi.Results;

/// <summary>Why a call has no result.</summary>
/// <param name="Kind">What it means for the caller.</param>
/// <param name="Code">Telegram's error code; 0 where there was no answer.</param>
/// <param name="Description">Telegram's words, or what happened to the connection.</param>
/// <param name="RetryAfter">How long to leave the chat alone, with <see cref="BotErrorKind.TooManyRequests"/>.</param>
/// <param name="MovedTo">The chat that the chat has become, with <see cref="BotErrorKind.ChatMoved"/>.</param>
internal sealed record BotError(BotErrorKind Kind, int Code, string Description, TimeSpan RetryAfter = default, long? MovedTo = null)
{
    /// <summary>Whether the same call may succeed later.</summary>
    public bool MayPass => Kind is BotErrorKind.TooManyRequests or BotErrorKind.ServerError or BotErrorKind.NotSent or BotErrorKind.NoAnswer;

    /// <summary>Whether there is no message any more that could be edited.</summary>
    public bool HasNoMessage => Kind is BotErrorKind.MessageNotFound or BotErrorKind.MessageNotEditable;
}
