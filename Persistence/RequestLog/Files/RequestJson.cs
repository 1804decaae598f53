using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Persistence.RequestLog.Files;

/// <summary>An entry as one line of JSON.</summary>
[JsonSerializable(typeof(RequestEntry))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
internal sealed partial class RequestJson : JsonSerializerContext
{
    // Readable: the lines are looked at with text tools.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes entries, each with its line's end.</summary>
    public static ReadOnlyMemory<byte> WriteLines(IEnumerable<RequestEntry> entries)
    {
        using var lines = new MemoryStream();
        using var json = new Utf8JsonWriter(lines, Readable);
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(json, entry, Default.RequestEntry);
            json.Flush();
            json.Reset();
            lines.WriteByte((byte)'\n');
        }

        return lines.GetBuffer().AsMemory(0, (int)lines.Length);
    }

    /// <summary>Reads a line; null where it is not whole, as the last one of a process that was killed.</summary>
    public static RequestEntry? ReadLine(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, Default.RequestEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
