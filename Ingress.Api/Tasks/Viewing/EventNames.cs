using System.Text.Json;

namespace Pipeline.Ingress.Tasks.Viewing;

/// <summary>The <c>event:</c> of a transcript's event, which its payload says as <c>type</c>.</summary>
internal static class EventNames
{
    public static ReadOnlySpan<byte> Status => "status"u8;

    public static ReadOnlySpan<byte> Result => "result"u8;

    /// <summary>The name; where a newer worker knows others than this server, a status.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> payload)
    {
        var json = new Utf8JsonReader(payload);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            if (isType) return Known(ref json);
            json.Skip();
        }

        return Status;
    }

    private static ReadOnlySpan<byte> Known(scoped ref Utf8JsonReader json) =>
        json.ValueTextEquals("text"u8) ? "text"u8
        : json.ValueTextEquals("thinking"u8) ? "thinking"u8
        : json.ValueTextEquals("tool"u8) ? "tool"u8
        : json.ValueTextEquals("tool_result"u8) ? "tool_result"u8
        : json.ValueTextEquals("usage"u8) ? "usage"u8
        : json.ValueTextEquals("error"u8) ? "error"u8
        : json.ValueTextEquals("result"u8) ? Result
        : Status;
}
