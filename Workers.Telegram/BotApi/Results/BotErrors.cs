using System.Net;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi.Results;

/// <summary>Tells Telegram's errors apart, by their code and, as there is nothing else, by their words.</summary>
internal static class BotErrors
{
    private static readonly (string Words, BotErrorKind Kind)[] BadRequests =
    [
        ("message is not modified", BotErrorKind.MessageNotModified),
        ("message to edit not found", BotErrorKind.MessageNotFound),
        ("message to delete not found", BotErrorKind.MessageNotFound),
        ("message_id_invalid", BotErrorKind.MessageNotFound),
        ("message can't be edited", BotErrorKind.MessageNotEditable),
        ("can't parse entities", BotErrorKind.CannotParseEntities),
        ("can't parse message text", BotErrorKind.CannotParseEntities),
        ("can't parse messageentity", BotErrorKind.CannotParseEntities),
        ("can't parse message entit", BotErrorKind.CannotParseEntities),
        ("entity begin", BotErrorKind.CannotParseEntities),
        ("an entity with incorrect", BotErrorKind.CannotParseEntities),
        ("entity url", BotErrorKind.CannotParseEntities),
        ("user not found", BotErrorKind.CannotParseEntities),
        ("entity_", BotErrorKind.CannotParseEntities),
        ("entities_too_long", BotErrorKind.CannotParseEntities),
        ("file is too big", BotErrorKind.TooLarge),
        ("chat not found", BotErrorKind.Forbidden),
        ("bot was blocked", BotErrorKind.Forbidden),
        ("bot was kicked", BotErrorKind.Forbidden),
        ("user is deactivated", BotErrorKind.Forbidden),
        ("group chat was deactivated", BotErrorKind.Forbidden),
        ("not enough rights to send text messages", BotErrorKind.Forbidden),
        ("have no rights to send a message", BotErrorKind.Forbidden),
        ("need administrator rights", BotErrorKind.Forbidden),
        ("chat_write_forbidden", BotErrorKind.Forbidden),
        ("chat_restricted", BotErrorKind.Forbidden),
        ("topic_closed", BotErrorKind.Forbidden),
        ("topic_deleted", BotErrorKind.Forbidden),
        ("message thread not found", BotErrorKind.Forbidden),
    ];

    /// <summary>Reads an answer that is not <c>ok</c>.</summary>
    public static BotError Of(HttpStatusCode status, int? code, string? description, ResponseParameters? parameters)
    {
        var number = code ?? (int)status;
        var words = description ?? $"HTTP {(int)status}";
        if (parameters?.MigrateToChatId is { } chat) return new BotError(BotErrorKind.ChatMoved, number, words, MovedTo: chat);
        return new BotError(KindOf(number, words), number, words, TimeSpan.FromSeconds(Math.Max(0, parameters?.RetryAfter ?? 0)));
    }

    /// <summary>What a broken connection means. The exception's own words are left out: they may hold the URL and with it the token.</summary>
    public static BotError Of(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError =>
            new BotError(BotErrorKind.NotSent, 0, $"The server cannot be reached ({failure.HttpRequestError})"),
        _ => new BotError(BotErrorKind.NoAnswer, 0, $"The connection broke ({failure.HttpRequestError})"),
    };

    /// <summary>What a connection means that broke within an answer: a reset is no <see cref="HttpRequestException"/> there.</summary>
    public static BotError Of(IOException failure) => new(
        BotErrorKind.NoAnswer, 0, $"The connection broke ({(failure as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown})");

    private static BotErrorKind KindOf(int code, string words) => code switch
    {
        400 => BadRequests.FirstOrDefault(known => words.Contains(known.Words, StringComparison.OrdinalIgnoreCase)).Kind,
        401 => BotErrorKind.Unauthorized,
        403 => BotErrorKind.Forbidden,
        404 => BotErrorKind.NotFound,
        409 => BotErrorKind.Conflict,
        413 => BotErrorKind.TooLarge,
        429 => BotErrorKind.TooManyRequests,
        >= 500 => BotErrorKind.ServerError,
        _ => BotErrorKind.BadRequest,
    };
}
