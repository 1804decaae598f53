namespace Pipeline.Workers.Telegram.BotApi.Types;

/// <summary>A photo in one size.</summary>
internal sealed record PhotoSize(string FileId, int Width, int Height, long? FileSize = null);

/// <summary>A file that somebody sent.</summary>
internal sealed record Document(string FileId, string? FileName = null, string? MimeType = null, long? FileSize = null);

/// <summary>A voice note, Opus in Ogg.</summary>
/// <param name="FileId">What to ask the server for.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="MimeType">As its sender said.</param>
/// <param name="FileSize">Bytes.</param>
internal sealed record Voice(string FileId, int Duration, string? MimeType = null, long? FileSize = null);

/// <summary>A file that can be downloaded for an hour.</summary>
internal sealed record TelegramFile(string FileId, long? FileSize = null, string? FilePath = null);
