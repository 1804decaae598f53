namespace Pipeline.Contracts.Trees;

/// <summary>The platforms on which people chat with the system.</summary>
public static class ChatPlatforms
{
    /// <summary>Telegram.</summary>
    public const string Telegram = "telegram";
}
