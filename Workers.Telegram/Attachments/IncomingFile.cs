namespace Pipeline.Workers.Telegram.Attachments;

/// <summary>A file that a person has sent, before it is fetched.</summary>
/// <param name="Name">Its name, as the person's device gave it; null where Telegram has none.</param>
/// <param name="MimeType">Its type, likewise.</param>
/// <param name="Bytes">Its size as Telegram tells it; null where it does not.</param>
/// <param name="OpenAsync">Begins to fetch it.</param>
internal sealed record IncomingFile(string? Name, string? MimeType, long? Bytes, Func<CancellationToken, Task<Stream>> OpenAsync);
