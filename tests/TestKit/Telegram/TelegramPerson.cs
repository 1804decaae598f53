using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Telegram;

/// <summary>A person in one chat: what they do becomes the bot's updates.</summary>
public sealed class TelegramPerson
{
    private readonly FakeTelegram _server;

    internal TelegramPerson(FakeTelegram server, long userId, long chatId, int? topic) =>
        (_server, UserId, ChatId, Topic) = (server, userId, chatId, topic);

    /// <summary>Who this is.</summary>
    public long UserId { get; }

    /// <summary>Where they write; the same as <see cref="UserId"/> in a private chat, negative in a group.</summary>
    public long ChatId { get; }

    /// <summary>The forum topic that they write in.</summary>
    public int? Topic { get; }

    /// <summary>What they see: all messages of the chat, or of the topic, by age.</summary>
    public IReadOnlyList<ChatMessage> Sees => [.. _server.Chat(ChatId).Where(message => message.Topic == Topic)];

    /// <summary>Writes a message.</summary>
    /// <returns>Its id.</returns>
    public int Writes(string text, int? replyTo = null) => Add(text, replyTo, null);

    /// <summary>Changes a message of their own.</summary>
    public void Edits(int messageId, string text)
    {
        var edited = _server.Chats.Change(ChatId, messageId, "message to edit not found",
            message => message with { Text = text, Edits = [.. message.Edits, (message.Text, _server.Now)] });
        _server.Updates.Add("edited_message", _server.Methods.ToJson(edited));
    }

    /// <summary>Deletes a message, their own or the bot's; no bot hears of it.</summary>
    public void Deletes(int messageId) => _server.Chats.Remove(ChatId, messageId);

    /// <summary>Presses a button of a message, by what it says.</summary>
    /// <returns>The id of the callback query, by which <see cref="FakeTelegram.CallbackAnswers"/> has the answer.</returns>
    public string Presses(int messageId, string button)
    {
        var message = _server.Chats.Find(ChatId, messageId) ?? throw new InvalidOperationException($"There is no message {messageId}");
        return Presses(messageId, message.Buttons.Single(candidate => candidate.Text == button));
    }

    /// <summary>Presses a button that need not be below that message, as who writes their own client can.</summary>
    public string Presses(int messageId, (string Text, string? Data) button)
    {
        var message = _server.Chats.Find(ChatId, messageId) ?? throw new InvalidOperationException($"There is no message {messageId}");
        var id = $"{Guid.NewGuid():N}";
        _server.Updates.Add("callback_query", new JsonObject { ["id"] = id, ["from"] = From(), ["message"] = _server.Methods.ToJson(message), ["data"] = button.Data });
        return id;
    }

    /// <summary>Sends a photo.</summary>
    public int SendsPhoto(byte[] content, string caption = "", int? replyTo = null) => Add(caption, replyTo, new JsonObject
    {
        ["photo"] = new JsonArray(File(content, "photos/photo.jpg"), Sized(File(content, "photos/photo.jpg"))),
    });

    /// <summary>Sends several photos as an album: a message and an update for each, the words with the first.</summary>
    /// <returns>The ids of the messages.</returns>
    public IReadOnlyList<int> SendsAlbum(IReadOnlyList<byte[]> photos, string caption = "", int? replyTo = null)
    {
        var group = $"{Guid.NewGuid():N}";
        return [.. photos.Select((photo, index) => Add(index == 0 ? caption : "", replyTo, new JsonObject
        {
            ["photo"] = new JsonArray(Sized(File(photo, "photos/photo.jpg"))),
            ["media_group_id"] = group,
        }))];
    }

    /// <summary>Sends a file.</summary>
    public int SendsDocument(string name, byte[] content, string caption = "", int? replyTo = null)
    {
        var file = File(content, $"documents/{name}");
        file["file_name"] = name;
        return Add(caption, replyTo, new JsonObject { ["document"] = file });
    }

    /// <summary>Sends a voice note.</summary>
    public int SendsVoice(byte[] content, int seconds = 3, int? replyTo = null)
    {
        var file = File(content, "voice/note.oga");
        (file["duration"], file["mime_type"]) = (seconds, "audio/ogg");
        return Add("", replyTo, new JsonObject { ["voice"] = file });
    }

    /// <summary>Sends something that the bot does not take, by the name that it has in a message, such as <c>video</c>.</summary>
    public int SendsOther(string kind, string caption = "") => Add(caption, null, new JsonObject { [kind] = new JsonObject { ["file_id"] = "other" } });

    /// <summary>Lets the chat tell of something that this person did to it.</summary>
    internal void Tells(string what, long about) => Add("", null, new JsonObject { [what] = about });

    private int Add(string text, int? replyTo, JsonObject? media)
    {
        var message = _server.Chats.Add(ChatId, id => new ChatMessage(id, ChatId, TelegramMethods.TypeOf(ChatId), UserId, IsFromBot: false, _server.Now)
        {
            Text = text,
            ReplyTo = replyTo,
            Topic = Topic,
            Media = media,
        });
        _server.Updates.Add("message", _server.Methods.ToJson(message));
        return message.Id;
    }

    private JsonObject From() => new() { ["id"] = UserId, ["is_bot"] = false, ["first_name"] = $"Person {UserId}" };

    private JsonObject File(byte[] content, string path) => _server.Files.Add(content, path);

    private static JsonObject Sized(JsonObject photo)
    {
        (photo["width"], photo["height"]) = (800, 600);
        return photo;
    }
}
