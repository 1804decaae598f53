using System.Text.Json;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Schemas;

/// <summary>Tools with schemas of the plain core alone. What is lost is the client's to check, and it does.</summary>
internal static class PlainTools
{
    /// <summary>Simplifies the schemas that need it; those that are plain keep their own bytes.</summary>
    public static ChatRequest Simplify(ChatRequest request)
    {
        if (request.Tools is not { } tools) return request;

        List<ChatTool> simplified = [.. tools.Select(Simplify)];
        return simplified.Zip(tools).All(pair => ReferenceEquals(pair.First, pair.Second))
            ? request
            : request with { Tools = simplified };
    }

    private static ChatTool Simplify(ChatTool tool)
    {
        var plain = Serialize((writer, schema) => new PlainSchemaReader(schema).ReadParameters().WriteTo(writer, isRoot: true), tool);
        var sent = Serialize((writer, schema) => new SchemaConverter().Write(writer, schema, ChatJson.Relaxed.Options), tool);
        return JsonElement.DeepEquals(plain, sent)
            ? tool
            : tool with { Function = tool.Function with { Parameters = plain } };
    }

    private static JsonElement Serialize(Action<Utf8JsonWriter, JsonElement> write, ChatTool tool)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = ChatJson.Relaxed.Options.Encoder }))
            write(writer, tool.Function.Parameters);
        return JsonElement.Parse(json.GetBuffer().AsSpan(0, (int)json.Length));
    }
}
