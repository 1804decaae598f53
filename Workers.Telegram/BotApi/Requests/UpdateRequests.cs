using System.Text.Json;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi.Requests;

/// <summary>Asks who the bot is.</summary>
internal sealed record GetMeRequest() : BotRequest<User>("getMe");

/// <summary>Waits for updates. They are read one by one later, so that one in a form that nobody expects holds up no other.</summary>
/// <param name="Offset">The first that is wanted; all before it are acknowledged and gone.</param>
/// <param name="Timeout">Seconds that the server waits for one.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="AllowedUpdates">The kinds that are wanted.</param>
internal sealed record GetUpdatesRequest(int? Offset = null, int? Timeout = null, int? Limit = null, IReadOnlyList<string>? AllowedUpdates = null)
    : BotRequest<JsonElement[]>("getUpdates")
{
    public override TimeSpan ServerWait => TimeSpan.FromSeconds(Timeout ?? 0);
}

/// <summary>Lets Telegram bring updates.</summary>
/// <param name="Url">Where to; HTTPS.</param>
/// <param name="SecretToken">What each delivery carries in <c>X-Telegram-Bot-Api-Secret-Token</c>.</param>
/// <param name="AllowedUpdates">The kinds that are wanted.</param>
/// <param name="MaxConnections">At most so many deliveries at once.</param>
internal sealed record SetWebhookRequest(string Url, string? SecretToken = null, IReadOnlyList<string>? AllowedUpdates = null, int? MaxConnections = null)
    : BotRequest<bool>("setWebhook");

/// <summary>Asks where Telegram brings updates.</summary>
internal sealed record GetWebhookInfoRequest() : BotRequest<WebhookInfo>("getWebhookInfo");

/// <summary>Goes back to polling.</summary>
internal sealed record DeleteWebhookRequest(bool? DropPendingUpdates = null) : BotRequest<bool>("deleteWebhook");

/// <summary>Sets the menu of commands.</summary>
internal sealed record SetMyCommandsRequest(IReadOnlyList<BotCommand> Commands) : BotRequest<bool>("setMyCommands");

/// <summary>Prepares a file for being downloaded; at most 20 MB from Telegram's own servers.</summary>
internal sealed record GetFileRequest(string FileId) : BotRequest<TelegramFile>("getFile");

/// <summary>Answers a button that was pressed, which otherwise seems to hang.</summary>
internal sealed record AnswerCallbackQueryRequest(string CallbackQueryId, string? Text = null)
    : BotRequest<bool>("answerCallbackQuery");
