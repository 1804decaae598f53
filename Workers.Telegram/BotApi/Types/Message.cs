using System.Text.Json;

namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>A message, the bot's or a person's. Only what this worker reads is here.</summary>
/// <param name="MessageId">Unique in its chat.</param>
/// <param name="Chat">Where it stands.</param>
/// <param name="Date">When it was sent, in seconds of Unix time; 0 where the message is inaccessible.</param>
/// <param name="From">Who wrote it; none in channels.</param>
/// <param name="MessageThreadId">The topic of a forum.</param>
/// <param name="IsTopicMessage">Whether <paramref name="MessageThreadId"/> is a forum's topic, and not just a thread of replies.</param>
/// <param name="EditDate">When it was last changed.</param>
/// <param name="ReplyToMessage">The message that it answers.</param>
/// <param name="Text">Its text.</param>
/// <param name="Entities">The text's formatting.</param>
/// <param name="Caption">The text of a photo, document or voice note.</param>
/// <param name="Photo">The same photo in several sizes.</param>
/// <param name="Document">A file.</param>
/// <param name="Voice">A voice note.</param>
/// <param name="Video">A film. This and what follows is not taken; it is known to be there.</param>
/// <param name="VideoNote">A round film.</param>
/// <param name="Audio">Music.</param>
/// <param name="Sticker">A sticker.</param>
/// <param name="Location">A place, also that of a venue.</param>
/// <param name="Contact">Somebody's number.</param>
/// <param name="Poll">A poll.</param>
/// <param name="MediaGroupId">What the photos of one album have in common.</param>
/// <param name="MigrateToChatId">The group has become this supergroup.</param>
/// <param name="MigrateFromChatId">The supergroup was this group.</param>
internal sealed record Message(
    int MessageId,
    Chat Chat,
    long Date,
    User? From = null,
    int? MessageThreadId = null,
    bool? IsTopicMessage = null,
    long? EditDate = null,
    Message? ReplyToMessage = null,
    string? Text = null,
    IReadOnlyList<MessageEntity>? Entities = null,
    string? Caption = null,
    IReadOnlyList<PhotoSize>? Photo = null,
    Document? Document = null,
    Voice? Voice = null,
    JsonElement? Video = null,
    JsonElement? VideoNote = null,
    JsonElement? Audio = null,
    JsonElement? Sticker = null,
    JsonElement? Location = null,
    JsonElement? Contact = null,
    JsonElement? Poll = null,
    string? MediaGroupId = null,
    long? MigrateToChatId = null,
    long? MigrateFromChatId = null);
