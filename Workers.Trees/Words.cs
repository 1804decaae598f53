namespace Pipeline.Workers.Trees;

/// <summary>What people are told.</summary>
internal static class Words
{
    /// <summary>Why a queued node fails with the one before it.</summary>
    public const string ParentFailed = "Not run, because the message that it follows has failed. Try it again, or send it as a reply to another message.";

    /// <summary>Why a reply fails whose node is gone.</summary>
    public const string ParentCleared = "Not run, because the message that it follows was cleared. Send it as a new message, or as a reply to another one.";

    /// <summary>Why a reply fails whose node has never come.</summary>
    public const string ParentMissing = "Not run, because the message that it follows never arrived. Send it as a new message, or as a reply to another one.";

    /// <summary>What Claude Code is told where it goes on in a session.</summary>
    public const string Continue = "Continue where you left off. Your last turn was cut short: look at what is done already before you do it again.";
}
