using System.Text.Json;

namespace Pipeline.Ingress.Recording;

/// <summary>The figures of an event's <c>usage</c>.</summary>
/// <param name="Input"><c>input_tokens</c>: those that did not come out of a cache.</param>
/// <param name="Cached"><c>cache_read_input_tokens</c>.</param>
/// <param name="Output"><c>output_tokens</c>.</param>
internal readonly record struct TokenUsage(int? Input, int? Cached, int? Output)
{
    /// <summary>Reads <c>message_start</c> or <c>message_delta</c>, whose <c>usage</c> is at different depths.</summary>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public static TokenUsage Read(ReadOnlySpan<byte> payload)
    {
        var json = new Utf8JsonReader(payload);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("usage"u8)) return ReadFigures(ref json);
        }

        return default;
    }

    private static TokenUsage ReadFigures(ref Utf8JsonReader json)
    {
        var usage = default(TokenUsage);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return usage;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("input_tokens"u8)) usage = usage with { Input = ReadFigure(ref json) };
            else if (json.ValueTextEquals("cache_read_input_tokens"u8)) usage = usage with { Cached = ReadFigure(ref json) };
            else if (json.ValueTextEquals("output_tokens"u8)) usage = usage with { Output = ReadFigure(ref json) };
            else json.Skip();
        }

        return usage;
    }

    private static int? ReadFigure(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var figure)) return figure;

        json.Skip();
        return null;
    }
}
