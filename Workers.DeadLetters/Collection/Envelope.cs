using System.Text.Json;

namespace Pipeline.Workers.DeadLetters.Collection;

/// <summary>What MassTransit's envelope says of a message, where a body is one.</summary>
internal static class Envelope
{
    private const string UrnBeginning = "urn:message:";
    private const string OwnNamespace = "Pipeline.Contracts.";

    /// <summary>Deeper than the default, as our own requests are.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = 512 };

    /// <summary>Name of the message's type; null where the body is no envelope. Our own types go without their namespace.</summary>
    public static string? MessageType(byte[] body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body, Options);
            return envelope.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("messageType", out var types)
                && types is { ValueKind: JsonValueKind.Array } && types.GetArrayLength() > 0
                && types[0] is { ValueKind: JsonValueKind.String } first
                ? Shorten(first.GetString()!)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Shorten(string urn)
    {
        var name = urn.StartsWith(UrnBeginning, StringComparison.Ordinal) ? urn[UrnBeginning.Length..] : urn;
        return name.StartsWith(OwnNamespace, StringComparison.Ordinal) ? name[(name.LastIndexOf(':') + 1)..] : name;
    }
}
