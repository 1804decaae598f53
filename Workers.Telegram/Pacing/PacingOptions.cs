using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Pacing;

/// <summary>How fast messages are sent and edited. Section <c>Messaging</c>.</summary>
public sealed class PacingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Messaging";

    /// <summary>Messages and edits in one chat within <see cref="RateWindowSeconds"/> (<c>MESSAGING_RATE_LIMIT</c>). Default 1, which is what Telegram stands for long; more lets it ask to wait, which is heeded.</summary>
    [Range(1, 100)]
    public int RateLimit { get; set; } = 1;

    /// <summary>Seconds for which a message counts (<c>MESSAGING_RATE_WINDOW</c>). Default 1.</summary>
    [Range(0.05, 3600)]
    public double RateWindowSeconds { get; set; } = 1;

    /// <summary>Messages in one group within a minute; Telegram's limit and the default are 20.</summary>
    [Range(1, 1000)]
    public int GroupPerMinute { get; set; } = 20;

    /// <summary>Messages of the bot within a second; Telegram's limit and the default are 30.</summary>
    [Range(1, 10_000)]
    public int TotalPerSecond { get; set; } = 30;

    /// <summary>Messages and final edits that wait at most; whoever sends more waits for a place. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 10_000;
}
