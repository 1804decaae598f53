using Pipeline.Contracts.Commands;

namespace Pipeline.Contracts.Events;

/// <summary>
/// A model request has failed upstream for good: its retries are spent and its client has been told. Becomes
/// a dead letter. Redelivered under the same message id, it is one failure.
/// </summary>
public sealed record ModelRequestFailed
{
    /// <summary>The request, whole, so that it can be run again.</summary>
    public required CompleteMessage Command { get; init; }

    /// <summary>Anthropic's error type, e.g. <see cref="Frames.ErrorTypes.Overloaded"/>.</summary>
    public required string ErrorType { get; init; }

    /// <summary>What the client was told. Holds no secret.</summary>
    public required string ErrorMessage { get; init; }

    /// <summary>Calls of the model that were made, at least 1.</summary>
    public required int Attempts { get; init; }

    /// <summary>The worker that gave up, as machine and process.</summary>
    public required string Worker { get; init; }

    /// <summary>When it gave up.</summary>
    public required DateTimeOffset FailedAt { get; init; }
}
