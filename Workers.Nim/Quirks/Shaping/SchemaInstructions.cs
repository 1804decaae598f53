using System.Text;
using System.Text.Json;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>Asks in words for the JSON that <c>response_format</c> would have asked for.</summary>
internal static class SchemaInstructions
{
    private const string Request = "Answer with nothing but JSON that is valid for this JSON schema: no code fence, no other words.";

    /// <summary>
    /// Puts the words at the conversation's end. In the system text they would change the prefix of everything
    /// behind them, for this request and back again for the next; and models heed best what they read last.
    /// </summary>
    public static ChatRequest Write(ChatRequest request)
    {
        if (request.ResponseFormat is not { } format) return request;

        var words = new TextPart($"{Request}\n{JsonOf(format.JsonSchema)}");
        var messages = request.Messages.ToList();

        // What the answer is to begin with stays last.
        var end = messages is [.., AssistantMessage { ToolCalls: null }] ? messages.Count - 1 : messages.Count;
        if (end > 0 && messages[end - 1] is UserMessage user) messages[end - 1] = new UserMessage([.. user.Content, words]);
        else messages.Insert(end, new UserMessage([words]));
        return request with { ResponseFormat = null, Messages = messages };
    }

    private static string JsonOf(JsonSchemaFormat format)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = ChatJson.Relaxed.Options.Encoder }))
            new SchemaConverter().Write(writer, format.Schema, ChatJson.Relaxed.Options);
        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }
}
