using System.Text.Json.Nodes;
using Pipeline.TestKit.Telegram.Rules;

namespace Pipeline.TestKit.Telegram;

/// <summary>A message as a person sees it now, with what it was before.</summary>
public sealed record ChatMessage(int Id, long ChatId, string ChatType, long FromId, bool IsFromBot, TimeSpan SentAt)
{
    /// <summary>What it says now, or the caption of its file.</summary>
    public string Text { get; init; } = "";

    /// <summary>The text's formatting.</summary>
    public IReadOnlyList<TelegramEntity> Entities { get; init; } = [];

    /// <summary>The buttons below it, as text and data.</summary>
    public IReadOnlyList<(string Text, string? Data)> Buttons { get; init; } = [];

    /// <summary>The message that it answers.</summary>
    public int? ReplyTo { get; init; }

    /// <summary>The forum topic that it stands in.</summary>
    public int? Topic { get; init; }

    /// <summary>What it was before each edit, and when that happened; the oldest first.</summary>
    public IReadOnlyList<(string Text, TimeSpan EditedAt)> Edits { get; init; } = [];

    /// <summary>The file that a bot sent with it.</summary>
    public TelegramUpload? Document { get; init; }

    /// <summary>The emoji that the bot reacted with.</summary>
    public string? Reaction { get; init; }

    /// <summary>Whether it came silently.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Photo, document or voice note of a person, as it goes over the wire.</summary>
    internal JsonObject? Media { get; init; }

    internal JsonObject ToJson(DateTimeOffset start, Func<int, ChatMessage?> find, bool withReply = true)
    {
        var json = new JsonObject
        {
            ["message_id"] = Id,
            ["date"] = (start + SentAt).ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = ChatId, ["type"] = ChatType },
            ["from"] = new JsonObject { ["id"] = FromId, ["is_bot"] = IsFromBot, ["first_name"] = IsFromBot ? "Bot" : $"Person {FromId}" },
        };
        if (Edits.Count > 0) json["edit_date"] = (start + Edits[^1].EditedAt).ToUnixTimeSeconds();
        if (Topic is { } topic) (json["message_thread_id"], json["is_topic_message"]) = (topic, true);
        if (Media is null && Document is null) json["text"] = Text;
        else if (Text.Length > 0) json["caption"] = Text;
        foreach (var (name, value) in Media ?? []) json[name] = value?.DeepClone();
        if (withReply && ReplyTo is { } reply && find(reply) is { } answered) json["reply_to_message"] = answered.ToJson(start, find, withReply: false);
        return json;
    }
}
