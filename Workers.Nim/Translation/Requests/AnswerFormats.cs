using System.Text.Json;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Translates <c>output_config.format</c>, or <c>output_format</c> as older clients call it.</summary>
internal static class AnswerFormats
{
    public static ResponseFormat? Read(Field request)
    {
        var format = request.Member("output_config")?.Member("format") ?? request.Member("output_format");
        if (format?.Text("type") is not "json_schema") return null;

        var schema = format.Value.RequiredMember("schema");
        return schema.Value.ValueKind is JsonValueKind.Object
            ? new ResponseFormat(new JsonSchemaFormat("answer", schema.Value, Strict: true))
            : throw schema.Invalid("Input should be an object");
    }
}
