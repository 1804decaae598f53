using Pipeline.Contracts.Models;

namespace Pipeline.Transport.Bus;

/// <summary>
/// Names of the exchanges that take commands; each feeds the queue of the same name. Commands are sent
/// to <c>exchange:NAME</c>, because <c>queue:NAME</c> would declare a queue of the sender's making.
/// </summary>
public static class CommandExchanges
{
    /// <summary>Takes <c>ModelRequestFailed</c> and <c>ModelRequestAnswered</c> for the dead letters.</summary>
    public const string ModelRequestOutcomes = "model-request-outcomes";

    /// <summary>Every command queue that outlives the processes it serves.</summary>
    public static IReadOnlyList<string> Durable { get; } = [.. ProviderNames.All.Select(CompleteMessage), ModelRequestOutcomes];

    /// <summary>
    /// Takes <c>CompleteMessage</c> for one provider: a queue each, so that a dead provider cannot hold
    /// the others' slots.
    /// </summary>
    public static string CompleteMessage(string provider) => $"complete-message.{provider}";

    /// <summary>Takes <c>CancelWork</c> for one worker instance.</summary>
    public static string CancelWork(Guid instance) => $"cancel-work.{instance:N}";
}
