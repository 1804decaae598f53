using Pipeline.Contracts.Transcripts;

namespace Pipeline.Persistence.Telegram;

/// <summary>What one person has used: messages for the limits, tokens and cost of a day.</summary>
public sealed class TelegramPerson
{
    /// <summary>Telegram's id of the person; the key.</summary>
    public long UserId { get; set; }

    /// <summary>When the messages that still count came, the oldest first, in milliseconds of Unix time. To be replaced, not changed.</summary>
    public long[] Messages { get; set; } = [];

    /// <summary>When the person was last told of a limit; null where never.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>The day, in UTC, that the figures below are of.</summary>
    public DateOnly Day { get; set; }

    /// <summary>The runs of that day that are in them, so that none is counted twice. To be replaced, not changed.</summary>
    public long[] CountedRuns { get; set; } = [];

    /// <summary>Tokens of that day. To be replaced, not changed.</summary>
    public TokenCount Tokens { get; set; } = new();

    /// <summary>What they would cost in US dollars at Anthropic's list price.</summary>
    public double CostUsd { get; set; }
}
