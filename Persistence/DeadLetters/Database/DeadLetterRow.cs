namespace Pipeline.Persistence.DeadLetters.Database;

/// <summary>A dead letter in the table <c>dead_letters</c>; body and answer compressed.</summary>
internal sealed class DeadLetterRow
{
    public required string Id { get; init; }

    public required string Fingerprint { get; init; }

    public required string Queue { get; init; }

    public string? MessageType { get; init; }

    public required DateTimeOffset FirstFailedAt { get; init; }

    public required DateTimeOffset LastFailedAt { get; set; }

    public required int Attempts { get; set; }

    public required int Count { get; set; }

    public required string ErrorType { get; set; }

    public required string ErrorMessage { get; set; }

    public string? Worker { get; set; }

    public string? Model { get; set; }

    public DeadLetterState State { get; set; }

    public DateTimeOffset? ReplayedAt { get; set; }

    public required int Size { get; set; }

    public required string[] Occurrences { get; set; }

    public required byte[] Body { get; init; }

    public string? ContentType { get; init; }

    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public byte[]? Answer { get; set; }

    public string? AnswerModel { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}
