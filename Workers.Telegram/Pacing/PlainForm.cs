using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>The same text without the formatting that was refused.</summary>
internal static class PlainForm
{
    /// <summary>Whether a request has formatting that may be the reason why it is refused.</summary>
    public static bool Differs(BotRequest<Message> request) =>
        request is SendMessageRequest { Entities.Count: > 0 } or EditMessageTextRequest { Entities.Count: > 0 };

    public static BotRequest<Message> Of(BotRequest<Message> request) => request switch
    {
        SendMessageRequest message => message with { Entities = null },
        EditMessageTextRequest edit => edit with { Entities = null },
        _ => request,
    };
}
