using Pipeline.Contracts.Trees;

namespace Pipeline.Persistence.Telegram;

/// <summary>
/// How a node that came from Telegram is shown there. Stored in one step with its <see cref="SubmitMessage"/>, so that
/// every such node has one. It goes with its tree.
/// </summary>
public sealed class TelegramView
{
    /// <summary>The node; the key.</summary>
    public Guid NodeId { get; set; }

    /// <summary>Its tree.</summary>
    public Guid TreeId { get; set; }

    /// <summary>The node it continues from; null for a root.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Telegram's id of the chat; groups have negative ones.</summary>
    public long Chat { get; set; }

    /// <summary>The forum's topic; null where the chat has none.</summary>
    public int? Topic { get; set; }

    /// <summary>Both of them, as messages name a chat: <c>chat</c> or <c>chat/topic</c>.</summary>
    public string ChatId { get; set; } = "";

    /// <summary>Whose message it is.</summary>
    public long UserId { get; set; }

    /// <summary>The person's message, of an album the first.</summary>
    public int MessageId { get; set; }

    /// <summary>The directory that its tree works in, as the tree's root named it.</summary>
    public string? Workspace { get; set; }

    /// <summary>The files that came with it. To be replaced, not changed.</summary>
    public IReadOnlyList<SavedAttachment> Attachments { get; set; } = [];

    /// <summary>The bot's messages that show it, in order; the first is edited while it runs. To be replaced, not changed.</summary>
    public int[] BotMessageIds { get; set; } = [];

    /// <summary>The message with the file that holds the whole answer; null where there is none.</summary>
    public int? FileMessageId { get; set; }

    /// <summary>The version of the change whose answer that file holds.</summary>
    public long FileVersion { get; set; }

    /// <summary>The newest change of it that was told; null before the first. Its answer is dropped once it is shown. To be replaced, not changed.</summary>
    public NodeChanged? Change { get; set; }

    /// <summary>The version of the change whose end is shown in full; 0 where none is.</summary>
    public long ShownVersion { get; set; }

    /// <summary>Whether something of it is still to be shown.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>When the person said it.</summary>
    public DateTimeOffset SubmittedAt { get; set; }
}

/// <summary>A file that came with a message.</summary>
/// <param name="Path">Its path relative to the workspace, with slashes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SavedAttachment(string Path, long Bytes);
