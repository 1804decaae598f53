namespace Pipeline.Persistence.Telegram;

/// <summary>
/// A message that cannot run yet: its files are fetched, its album gathered, or its voice note heard and shown to the person.
/// Removed in one step with the submission of its node.
/// </summary>
public sealed class TelegramDraft
{
    /// <summary>The node that it will be; the key.</summary>
    public Guid NodeId { get; set; }

    /// <summary>The bot that it was said to.</summary>
    public long BotId { get; set; }

    /// <summary>The tree that it will be in.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node it will continue from; null for a root.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Telegram's id of the chat.</summary>
    public long Chat { get; set; }

    /// <summary>The forum's topic; null where the chat has none.</summary>
    public int? Topic { get; set; }

    /// <summary>Both of them, as messages name a chat.</summary>
    public string ChatId { get; set; } = "";

    /// <summary>Whose it is.</summary>
    public long UserId { get; set; }

    /// <summary>The person's messages, of an album several. To be replaced, not changed.</summary>
    public int[] MessageIds { get; set; } = [];

    /// <summary>The words that came with it.</summary>
    public string Caption { get; set; } = "";

    /// <summary>The files to fetch. To be replaced, not changed.</summary>
    public IReadOnlyList<DraftFile> Files { get; set; } = [];

    /// <summary>The voice note to hear; null where there is none. To be replaced, not changed.</summary>
    public DraftVoice? Voice { get; set; }

    /// <summary>What the voice note says, once it was heard.</summary>
    public string? Heard { get; set; }

    /// <summary>The bot's message that shows the person what was heard.</summary>
    public int? HeardMessageId { get; set; }

    /// <summary>The directory that its tree works in, as the tree's root named it.</summary>
    public string? Workspace { get; set; }

    /// <summary>The chosen model; null for the configured one.</summary>
    public string? Model { get; set; }

    /// <summary>It is not submitted before: until then an album may grow, and a voice note be taken back.</summary>
    public DateTimeOffset ReadyAt { get; set; }

    /// <summary>When the person said it.</summary>
    public DateTimeOffset SubmittedAt { get; set; }
}

/// <summary>A file that Telegram keeps.</summary>
/// <param name="FileId">What to ask Telegram for.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="MimeType">Its type, likewise.</param>
/// <param name="Bytes">Its size, likewise.</param>
public sealed record DraftFile(string FileId, string? Name, string? MimeType, long? Bytes);

/// <summary>A voice note that Telegram keeps.</summary>
/// <param name="FileId">What to ask Telegram for.</param>
/// <param name="MimeType">Its type; null where Telegram does not say.</param>
/// <param name="Bytes">Its size, likewise.</param>
/// <param name="Seconds">How long it is.</param>
public sealed record DraftVoice(string FileId, string? MimeType, long? Bytes, int Seconds);
