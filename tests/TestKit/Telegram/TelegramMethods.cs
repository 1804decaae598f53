using System.Text.Json.Nodes;
using Pipeline.TestKit.Telegram.Rules;

namespace Pipeline.TestKit.Telegram;

/// <summary>What the methods of the API do that concern messages.</summary>
internal sealed class TelegramMethods(TelegramChats chats, TelegramRateRules limits, TelegramJournal journal, DateTimeOffset start, Func<TimeSpan> now)
{
    public const long BotId = 1_000_001;

    // core.telegram.org/bots/api#deletemessage: "A message can only be deleted if it was sent less than 48 hours ago."
    private static readonly TimeSpan OldestDeleted = TimeSpan.FromHours(48);

    public ISet<string> UnknownEntities { get; } = new HashSet<string>(StringComparer.Ordinal);

    public JsonNode SendMessage(TelegramCall call)
    {
        var (text, entities) = Formatted(call);
        return Add(call, id => new ChatMessage(id, call.ChatId, TypeOf(call.ChatId), BotId, IsFromBot: true, now()) { Text = text, Entities = entities });
    }

    public JsonNode SendDocument(TelegramCall call)
    {
        var upload = call.Upload ?? throw new TelegramApiException(400, "Bad Request: there is no document in the request");
        return Add(call, id => new ChatMessage(id, call.ChatId, TypeOf(call.ChatId), BotId, IsFromBot: true, now()) { Text = call.Text("caption") ?? "", Document = upload });
    }

    public JsonNode EditMessageText(TelegramCall call)
    {
        limits.Count(call.ChatId, now());
        var (text, entities) = Formatted(call);
        var buttons = Buttons(call);
        var edited = chats.Change(call.ChatId, (int)call.Long("message_id"), "message to edit not found", message =>
        {
            if (!message.IsFromBot || message.Document is not null) throw new TelegramApiException(400, "Bad Request: message can't be edited");
            if (message.Text == text && message.Entities.SequenceEqual(entities) && message.Buttons.SequenceEqual(buttons))
                throw new TelegramApiException(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
            return message with { Text = text, Entities = entities, Buttons = buttons, Edits = [.. message.Edits, (message.Text, now())] };
        });
        return ToJson(edited);
    }

    public JsonNode DeleteMessage(TelegramCall call)
    {
        var id = (int)call.Long("message_id");
        ThrowIfOld(call.ChatId, id);
        return chats.Remove(call.ChatId, id) ? true : throw new TelegramApiException(400, "Bad Request: message to delete not found");
    }

    public JsonNode DeleteMessages(TelegramCall call)
    {
        var ids = call.Parameters["message_ids"]?.AsArray() ?? throw new TelegramApiException(400, "Bad Request: message identifiers are not specified");
        if (ids.Count is 0 or > 100) throw new TelegramApiException(400, "Bad Request: too many message identifiers specified");
        foreach (var id in ids) ThrowIfOld(call.ChatId, (int)id!);
        foreach (var id in ids) chats.Remove(call.ChatId, (int)id!);
        return true;
    }

    private void ThrowIfOld(long chatId, int id)
    {
        if (chats.Find(chatId, id) is { } message && now() - message.SentAt > OldestDeleted)
            throw new TelegramApiException(400, "Bad Request: message can't be deleted for everyone");
    }

    public JsonNode SetMessageReaction(TelegramCall call)
    {
        var emoji = call.Parameters["reaction"]?.AsArray().FirstOrDefault()?["emoji"]?.GetValue<string>();
        chats.Change(call.ChatId, (int)call.Long("message_id"), "message to react not found", message => message with { Reaction = emoji });
        return true;
    }

    public static string TypeOf(long chatId) => chatId < 0 ? "supergroup" : "private";

    public JsonObject ToJson(ChatMessage message) => message.ToJson(start, id => chats.Find(message.ChatId, id));

    private JsonObject Add(TelegramCall call, Func<int, ChatMessage> create)
    {
        limits.Count(call.ChatId, now());
        var reply = (int?)call.Parameters["reply_parameters"]?["message_id"];
        var mayLackReply = call.Parameters["reply_parameters"]?["allow_sending_without_reply"]?.GetValue<bool>() == true;
        if (reply is { } id && chats.Find(call.ChatId, id) is null)
            reply = mayLackReply ? null : throw new TelegramApiException(400, "Bad Request: message to be replied not found");
        var message = chats.Add(call.ChatId, created => create(created) with
        {
            ReplyTo = reply,
            Topic = (int?)call.Optional("message_thread_id"),
            Buttons = Buttons(call),
            IsSilent = call.Parameters["disable_notification"]?.GetValue<bool>() == true,
        });
        return ToJson(message);
    }

    private (string Text, IReadOnlyList<TelegramEntity> Entities) Formatted(TelegramCall call)
    {
        if (call.Text("parse_mode") is not null) throw new TelegramApiException(400, "Bad Request: this server takes entities alone");
        var text = call.Text("text") ?? "";
        var entities = call.Entities;
        if (entities.Any(entity => UnknownEntities.Contains(entity.Type))) throw new TelegramApiException(400, "Bad Request: can't parse MessageEntity: Unsupported type specified");
        if (MessageRules.Refusal(text, entities) is { } refusal) throw new TelegramApiException(400, refusal);
        foreach (var change in MessageRules.Changes(text, entities)) journal.Complain($"{call.Method}: {change}");
        return (text, entities);
    }

    private static List<(string, string?)> Buttons(TelegramCall call)
    {
        var rows = call.Parameters["reply_markup"]?["inline_keyboard"]?.AsArray() ?? [];
        var buttons = rows.SelectMany(row => row!.AsArray()).Select(button => ((string)button!["text"]!, (string?)button["callback_data"])).ToList();
        if (buttons.Exists(button => button.Item2 is { } data && System.Text.Encoding.UTF8.GetByteCount(data) is 0 or > 64))
            throw new TelegramApiException(400, "Bad Request: BUTTON_DATA_INVALID");
        return buttons;
    }
}
