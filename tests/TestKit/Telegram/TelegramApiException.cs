namespace Pipeline.TestKit.Telegram;

/// <summary>An error as the Bot API answers it.</summary>
/// <param name="code">The error code, which is the HTTP status too.</param>
/// <param name="description">What Telegram says.</param>
/// <param name="retryAfter">Seconds to wait, for a 429.</param>
/// <param name="movedTo">The chat that the chat has become.</param>
internal sealed class TelegramApiException(int code, string description, int? retryAfter = null, long? movedTo = null) : Exception(description)
{
    public int Code { get; } = code;

    public int? RetryAfter { get; } = retryAfter;

    public long? MovedTo { get; } = movedTo;
}
