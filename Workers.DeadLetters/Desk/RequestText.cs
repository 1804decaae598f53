using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Commands;
using Pipeline.Workers.DeadLetters.Collection;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>A model request for people: what it is about, the last thing that was said, and then the whole of it.</summary>
internal static class RequestText
{
    public static string Of(CompleteMessage command)
    {
        try
        {
            using var request = JsonDocument.Parse(command.Body, Envelope.Options);
            var text = new StringBuilder();
            text.AppendLine($"{command.RequestId}, asked for {command.RequestedModel}; messages: {Count(request.RootElement, "messages")}, tools: {Count(request.RootElement, "tools")}");
            if (LastUserMessage(request.RootElement) is { } message) text.AppendLine().AppendLine("Last user message:").AppendLine(MessageText.Cut(message));
            text.AppendLine().AppendLine("Body:").Append(MessageText.Whole(command.Body));
            return text.ToString();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return MessageText.Whole(command.Body);
        }
    }

    private static int Count(JsonElement request, string name) =>
        request.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;

    private static string? LastUserMessage(JsonElement request)
    {
        if (Count(request, "messages") == 0) return null;

        var last = request.GetProperty("messages").EnumerateArray().LastOrDefault(message =>
            message.TryGetProperty("role", out var role) && role.ValueEquals("user"));
        return last.ValueKind == JsonValueKind.Object && last.TryGetProperty("content", out var content) ? ContentText.Of(content) : null;
    }
}
