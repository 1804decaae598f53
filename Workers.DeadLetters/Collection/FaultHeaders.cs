namespace Pipeline.Workers.DeadLetters.Collection;

/// <summary>Headers that tell of a fault or of a replay, and not of the message: a replay goes without them.</summary>
internal static class FaultHeaders
{
    /// <summary>On a replayed message: the dead letter that it is a replay of.</summary>
    public const string ReplayOf = "Pipeline-Replay-Of";

    /// <summary>On a replayed message: tells this replay from any other.</summary>
    public const string Replay = "Pipeline-Replay";

    /// <summary>How often a quorum queue had delivered the message before.</summary>
    public const string DeliveryCount = "x-delivery-count";

    private static readonly string[] Beginnings = ["MT-Fault-", "MT-Host-", "x-death", "x-first-death-", "x-last-death-", "Pipeline-Replay"];

    /// <summary>The sender's own headers.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WithoutFault(IReadOnlyDictionary<string, string> headers) => headers.Where(header =>
        header.Key is not (MassTransit.MessageHeaders.Reason or DeliveryCount)
        && !Beginnings.Any(beginning => header.Key.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)));
}
