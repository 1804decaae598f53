using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Limits;

/// <summary>How many messages one person may send; 0 is no limit. Section <c>Telegram:Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram:Limits";

    /// <summary>The largest limit: so many times are remembered of each person.</summary>
    public const int Most = 10_000;

    /// <summary>Messages in any minute (<c>TELEGRAM_MESSAGES_PER_MINUTE</c>). Default 10.</summary>
    [Range(0, Most)]
    public int PerMinute { get; set; } = 10;

    /// <summary>Messages in any hour (<c>TELEGRAM_MESSAGES_PER_HOUR</c>). Default 60.</summary>
    [Range(0, Most)]
    public int PerHour { get; set; } = 60;

    /// <summary>Messages in any 24 hours (<c>TELEGRAM_MESSAGES_PER_DAY</c>). Default 300.</summary>
    [Range(0, Most)]
    public int PerDay { get; set; } = 300;
}
