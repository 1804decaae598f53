namespace Pipeline.Workers.Telegram.Voice;

/// <summary>A voice note, before it is fetched.</summary>
/// <param name="FileName">Its name; services go by the ending. Telegram's own notes are <c>voice.ogg</c>.</param>
/// <param name="MimeType">Its type, such as <c>audio/ogg</c>.</param>
/// <param name="Bytes">Its size as Telegram tells it; null where it does not.</param>
/// <param name="Duration">How long it is, likewise.</param>
/// <param name="OpenAsync">Begins to fetch it.</param>
internal sealed record VoiceNote(string FileName, string MimeType, long? Bytes, TimeSpan? Duration, Func<CancellationToken, Task<Stream>> OpenAsync);
