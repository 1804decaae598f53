using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Views;

/// <summary>How the end of a task is shown. Section <c>Telegram:Views</c>.</summary>
public sealed class ViewOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram:Views";

    /// <summary>
    /// Seconds after which a task counts as long, so that its end is told in a message of its own (<c>TELEGRAM_NOTIFY_AFTER</c>): an
    /// edit makes no sound. Default 60; 0 never does.
    /// </summary>
    [Range(0, 604_800)]
    public double NotifyAfterSeconds { get; set; } = 60;

    /// <summary>
    /// Characters beyond which an answer is sent as a file, below its beginning (<c>TELEGRAM_FILE_BEYOND</c>). Default 40,000, which is
    /// about ten messages.
    /// </summary>
    [Range(1000, 262_144)]
    public int FileBeyond { get; set; } = 40_000;
}
