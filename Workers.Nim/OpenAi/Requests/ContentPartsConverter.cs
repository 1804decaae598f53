using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Workers.Nim.OpenAi.Requests;

/// <summary>
/// Writes parts that are all text as one string, because models without images often take nothing else.
/// A blank line stands between them: the parts are separate blocks, and nothing within one is touched.
/// </summary>
internal sealed class ContentPartsConverter : JsonConverter<IReadOnlyList<ContentPart>>
{
    public const string Separator = "\n\n";

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ContentPart> value, JsonSerializerOptions options)
    {
        if (value.All(part => part is TextPart))
        {
            writer.WriteStringValue(string.Join(Separator, value.Cast<TextPart>().Select(part => part.Text)));
            return;
        }

        writer.WriteStartArray();
        foreach (var part in value) JsonSerializer.Serialize(writer, part, ChatJson.Relaxed.ContentPart);
        writer.WriteEndArray();
    }

    public override IReadOnlyList<ContentPart> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are written, never read.");
}
