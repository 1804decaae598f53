namespace Pipeline.Contracts.Events;

/// <summary>A replayed model request has its answer, which its dead letter keeps. Twice delivered, it is one answer.</summary>
public sealed record ModelRequestAnswered
{
    /// <summary>The dead letter that was replayed.</summary>
    public required string DeadLetterId { get; init; }

    /// <summary>Anthropic's whole message (UTF-8 JSON), as a client that does not stream would have got it.</summary>
    public required byte[] Message { get; init; }

    /// <summary>The model that answered, as <c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>When the answer was whole.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }
}
