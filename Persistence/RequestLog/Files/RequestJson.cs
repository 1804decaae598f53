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
    /// <summary>Readable: the lines are looked at with text tools.</summary>
    public static RequestJson Lines { get; } = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
