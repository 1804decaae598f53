using Pipeline.Transport.Bus;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// The broker's queues of messages that failed for good. They have no delivery limit and no dead-letter
/// exchange of their own, so that what lies there stays until it is collected.
/// </summary>
public static class FaultQueues
{
    /// <summary>What a queue's delivery limit gave up, from every queue; its <c>x-death</c> header names the queue.</summary>
    public const string DeliveryLimit = "dead-letters";

    private const string ErrorEnding = "_error";
    private const string SkippedEnding = "_skipped";

    /// <summary>Every one of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [DeliveryLimit, .. CommandExchanges.Durable.SelectMany(queue => new[] { queue + ErrorEnding, queue + SkippedEnding })];

    /// <summary>The command queue that an error queue or a queue of skipped messages belongs to.</summary>
    public static string CommandQueue(string faultQueue) =>
        faultQueue.EndsWith(ErrorEnding, StringComparison.Ordinal) ? faultQueue[..^ErrorEnding.Length]
        : faultQueue.EndsWith(SkippedEnding, StringComparison.Ordinal) ? faultQueue[..^SkippedEnding.Length]
        : faultQueue;
}
