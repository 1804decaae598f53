using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>How large files may be, in megabytes of 1,000,000 bytes. Section <c>Telegram:Attachments</c>.</summary>
public sealed class AttachmentOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Telegram:Attachments";

    /// <summary>Bytes of a megabyte, as Telegram counts them.</summary>
    public const int Megabyte = 1_000_000;

    /// <summary>
    /// Largest file that is taken from a person (<c>TELEGRAM_MAX_UPLOAD_MB</c>). Default 20, which is Telegram's own limit; a
    /// self-hosted Bot API server takes up to 2000.
    /// </summary>
    [Range(1, 2000)]
    public int MaxUploadMegabytes { get; set; } = 20;

    /// <summary>
    /// Largest file that is sent to a person (<c>TELEGRAM_MAX_FILE_MB</c>). Default 50, which is Telegram's own limit; a
    /// self-hosted Bot API server takes up to 2000.
    /// </summary>
    [Range(1, 2000)]
    public int MaxFileMegabytes { get; set; } = 50;
}
