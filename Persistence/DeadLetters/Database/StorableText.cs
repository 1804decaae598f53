namespace Pipeline.Persistence.DeadLetters.Database;

/// <summary>
/// What a failure says in words, as PostgreSQL can keep it: a text column takes neither a NUL nor half a
/// surrogate pair, and a message that brings one must not be refused for it. Bodies stay as they are.
/// </summary>
internal static class StorableText
{
    public static FailedMessage Storable(this FailedMessage failed) => failed with
    {
        Queue = Text(failed.Queue),
        MessageType = Optional(failed.MessageType),
        Error = new DeadLetterError(Text(failed.Error.Type), Text(failed.Error.Message)),
        Worker = Optional(failed.Worker),
        Model = Optional(failed.Model),
        ReplayOf = Optional(failed.ReplayOf),
        Fingerprint = Text(failed.Fingerprint),
        Occurrence = Text(failed.Occurrence),
        Message = failed.Message.Storable(),
    };

    private static DeadMessage Storable(this DeadMessage message) => message with
    {
        ContentType = Optional(message.ContentType),
        MessageId = Optional(message.MessageId),
        CorrelationId = Optional(message.CorrelationId),
        Headers = message.Headers
            .GroupBy(header => Text(header.Key), StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => Text(same.First().Value), StringComparer.Ordinal),
    };

    private static string? Optional(string? text) => text is null ? null : Text(text);

    private static string Text(string text) => StoredText.Clean(text);
}
