using Pipeline.Contracts.Frames;

namespace Pipeline.Ingress.Relay;

/// <summary>Failures that the relay itself finds. All may go away by trying again.</summary>
internal static class RelayFailures
{
    public static Failure WorkerLost { get; } =
        Retryable("The worker that wrote this answer was lost after its first words; please try again.");

    public static Failure WorkersLost { get; } =
        Retryable("The worker of this request was lost before it answered, and no other has answered in its place.");

    public static Failure TooSlow { get; } =
        Retryable("The client read too slowly: more of the answer was waiting for it than is kept.");

    public static Failure FramesLost { get; } =
        Retryable("A part of this answer was lost between worker and server; please try again.");

    public static Failure ShuttingDown { get; } =
        Retryable("The server is shutting down; please try again in a moment.");

    public static Failure NoWorker(TimeSpan waited) =>
        Retryable($"No worker took the request within {waited.TotalSeconds:0.#} s; please try again.");

    public static Failure BrokerAway(string why) =>
        Retryable($"The server cannot pass requests on to its workers at the moment. {why}", status: 503);

    private static Failure Retryable(string message, int status = 529) => new()
    {
        Status = status,
        Type = ErrorTypes.Overloaded,
        Message = message,
        RetryAfterSeconds = 5,
        Retryable = true,
    };
}
