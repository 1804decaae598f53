using System.Linq.Expressions;

namespace Pipeline.Persistence.DeadLetters.Database;

/// <summary>Between rows and dead letters.</summary>
internal static class DeadLetterMapping
{
    /// <summary>A dead letter without its message, which stays in the database.</summary>
    public static readonly Expression<Func<DeadLetterRow, DeadLetter>> ToLetter = row => new DeadLetter
    {
        Id = row.Id,
        Queue = row.Queue,
        MessageType = row.MessageType,
        FirstFailedAt = row.FirstFailedAt,
        LastFailedAt = row.LastFailedAt,
        Attempts = row.Attempts,
        Count = row.Count,
        Error = new DeadLetterError(row.ErrorType, row.ErrorMessage),
        Worker = row.Worker,
        Model = row.Model,
        State = row.State,
        ReplayedAt = row.ReplayedAt,
        Size = row.Size,
        Fingerprint = row.Fingerprint,
        Occurrences = row.Occurrences,
    };

    private static readonly Func<DeadLetterRow, DeadLetter> ToLetterInMemory = ToLetter.Compile();

    public static DeadLetter Letter(this DeadLetterRow row) => ToLetterInMemory(row);

    public static StoredDeadLetter Stored(this DeadLetterRow row) => new(row.Letter(), row.Message(), row.KeptAnswer());

    public static DeadLetterRow Row(DeadLetter letter, DeadMessage message, byte[] body) => new()
    {
        Id = letter.Id,
        Fingerprint = letter.Fingerprint,
        Queue = letter.Queue,
        MessageType = letter.MessageType,
        FirstFailedAt = letter.FirstFailedAt,
        LastFailedAt = letter.LastFailedAt,
        Attempts = letter.Attempts,
        Count = letter.Count,
        ErrorType = letter.Error.Type,
        ErrorMessage = letter.Error.Message,
        Worker = letter.Worker,
        Model = letter.Model,
        State = letter.State,
        Size = letter.Size,
        Occurrences = [.. letter.Occurrences],
        Body = body,
        ContentType = message.ContentType,
        MessageId = message.MessageId,
        CorrelationId = message.CorrelationId,
        Headers = message.Headers,
    };

    /// <summary>Takes over what changes in a dead letter's life.</summary>
    public static void Take(this DeadLetterRow row, DeadLetter letter)
    {
        row.LastFailedAt = letter.LastFailedAt;
        row.Attempts = letter.Attempts;
        row.Count = letter.Count;
        row.ErrorType = letter.Error.Type;
        row.ErrorMessage = letter.Error.Message;
        row.Worker = letter.Worker;
        row.Model = letter.Model;
        row.State = letter.State;
        row.ReplayedAt = letter.ReplayedAt;
        row.Size = letter.Size;
        row.Occurrences = [.. letter.Occurrences];
    }

    private static DeadMessage Message(this DeadLetterRow row) => new()
    {
        Body = Compression.Decompress(row.Body),
        ContentType = row.ContentType,
        MessageId = row.MessageId,
        CorrelationId = row.CorrelationId,
        Headers = row.Headers,
    };

    private static KeptAnswer? KeptAnswer(this DeadLetterRow row) =>
        row.Answer is null ? null : new KeptAnswer(Compression.Decompress(row.Answer), row.AnswerModel!, row.AnsweredAt!.Value);
}
