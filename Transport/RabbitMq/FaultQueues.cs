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

    /// <summary>Those of some command queues, and the one that they share.</summary>
    public static IReadOnlyList<string> Of(CommandQueues queues) =>
        [DeliveryLimit, .. queues.All.SelectMany(queue => new[] { queue + ErrorEnding, queue + SkippedEnding })];

    /// <summary>
    /// How often a message was consumed that a queue's limit gave up: the first time, and as many more as the limit
    /// says. In quarantine that comes on top of the times before it was moved there.
    /// </summary>
    public static int MaxDeliveries(string queue) => CommandExchanges.IsQuarantine(queue)
        ? CommandExchanges.SuspectFrom - 1 + Topology.DeliveryLimitInQuarantine + 1
        : Topology.DeliveryLimit + 1;

    /// <summary>The command queue that an error queue or a queue of skipped messages belongs to.</summary>
    public static string CommandQueue(string faultQueue) => CommandExchanges.OutsideQuarantine(
        faultQueue.EndsWith(ErrorEnding, StringComparison.Ordinal) ? faultQueue[..^ErrorEnding.Length]
        : faultQueue.EndsWith(SkippedEnding, StringComparison.Ordinal) ? faultQueue[..^SkippedEnding.Length]
        : faultQueue);
}
