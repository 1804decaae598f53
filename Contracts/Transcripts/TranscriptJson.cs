using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Contracts.Transcripts;

/// <summary>The JSON of transcripts: names as in Anthropic's API, nulls left out.</summary>
[JsonSerializable(typeof(TranscriptEvent))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
internal sealed partial class TranscriptJson : JsonSerializerContext
{
    /// <summary>Everything as it is: only a web page would need more escapes, and text that is not English would double in size.</summary>
    public static TranscriptJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
