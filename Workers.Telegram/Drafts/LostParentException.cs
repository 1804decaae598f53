namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>What a draft replies to was taken back or cleared, so that it has nothing to go on from. The message is meant for the person.</summary>
internal sealed class LostParentException()
    : Exception("I did not run this, because what it replies to is gone. Send it as a new message, or as a reply to another one.");
