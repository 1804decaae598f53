using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>The same text without the formatting that was refused.</summary>
internal static class PlainForm
{
    public static BotRequest<Message> Of(BotRequest<Message> request) => request switch
    {
        SendMessageRequest message => message with { Entities = null },
        EditMessageTextRequest edit => edit with { Entities = null },
        _ => request,
    };
}
