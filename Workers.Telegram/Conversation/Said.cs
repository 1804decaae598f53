using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>What a person has said in one message.</summary>
/// <param name="Text">The words, of a file its caption; without a mention of the bot in front.</param>
/// <param name="Files">Photos and documents.</param>
/// <param name="Voice">A voice note.</param>
/// <param name="Album">What its message has in common with the others of an album.</param>
/// <param name="Untaken">What else came with it that the bot does not take, such as <c>video</c>.</param>
internal sealed record Said(string Text, IReadOnlyList<DraftFile> Files, DraftVoice? Voice, string? Album, string? Untaken)
{
    /// <summary>Whether there is nothing to do, as with a message that tells of a new member.</summary>
    public bool IsEmpty => Text.Length == 0 && !HasMedia;

    /// <summary>Whether something has to be fetched before it can run.</summary>
    public bool HasMedia => Files.Count > 0 || Voice is not null;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="botName">The bot's name; null where it is not known.</param>
    public static Said Of(Message message, string? botName) => new(
        WithoutMention((message.Text ?? message.Caption ?? "").Trim(), botName),
        [.. FilesOf(message)],
        message.Voice is { } voice ? new DraftVoice(voice.FileId, voice.MimeType, voice.FileSize, voice.Duration) : null,
        message.MediaGroupId,
        UntakenOf(message));

    /// <summary>The message that is replied to; in a forum every message of a topic names the one that began it, which is no reply.</summary>
    public static int? ReplyTo(Message message) =>
        message.ReplyToMessage is { } reply && !(message.IsTopicMessage == true && reply.MessageId == message.MessageThreadId) ? reply.MessageId : null;

    private static string? UntakenOf(Message message) => message switch
    {
        { Video: not null } => "video",
        { VideoNote: not null } => "video note",
        { Audio: not null } => "audio file",
        { Sticker: not null } => "sticker",
        { Location: not null } => "location",
        { Contact: not null } => "contact",
        { Poll: not null } => "poll",
        _ => null,
    };

    private static IEnumerable<DraftFile> FilesOf(Message message)
    {
        // The same photo in several sizes; the last is the largest.
        if (message.Photo is [.., var largest]) yield return new DraftFile(largest.FileId, "photo.jpg", "image/jpeg", largest.FileSize);
        if (message.Document is { } document) yield return new DraftFile(document.FileId, document.FileName, document.MimeType, document.FileSize);
    }

    /// <summary>A text without the mention of the bot in front of it, as in groups.</summary>
    public static string WithoutMention(string text, string? botName)
    {
        var mention = $"@{botName}";
        var isMentioned = botName is not null && text.StartsWith(mention, StringComparison.OrdinalIgnoreCase)
            && (text.Length == mention.Length || !(char.IsLetterOrDigit(text[mention.Length]) || text[mention.Length] == '_'));
        return isMentioned ? text[mention.Length..].TrimStart(' ', ',', ':', '\n') : text;
    }
}
