using System.Text.Json.Serialization;

namespace Pipeline.Persistence.DeadLetters.Files;

/// <summary>What a file holds beside the dead letter itself; body and answer compressed.</summary>
internal sealed record DeadLetterContent
{
    public required byte[] Body { get; init; }

    public string? ContentType { get; init; }

    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public byte[]? Answer { get; init; }

    public string? AnswerModel { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    [JsonIgnore]
    public int Size => Body.Length + (Answer?.Length ?? 0);

    public static DeadLetterContent Of(DeadMessage message) => new()
    {
        Body = Compression.Compress(message.Body),
        ContentType = message.ContentType,
        MessageId = message.MessageId,
        CorrelationId = message.CorrelationId,
        Headers = message.Headers,
    };

    public DeadLetterContent With(KeptAnswer answer) => this with
    {
        Answer = Compression.Compress(answer.Message),
        AnswerModel = answer.Model,
        AnsweredAt = answer.AnsweredAt,
    };

    public DeadMessage Message() => new()
    {
        Body = Compression.Decompress(Body),
        ContentType = ContentType,
        MessageId = MessageId,
        CorrelationId = CorrelationId,
        Headers = Headers,
    };

    public KeptAnswer? KeptAnswer() => Answer is null ? null : new KeptAnswer(Compression.Decompress(Answer), AnswerModel!, AnsweredAt!.Value);
}
