using System.Text.Json;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>A kept answer for people, whole.</summary>
internal static class AnswerText
{
    public static string Of(byte[] message)
    {
        // A tool's input may be deeper than the reader usually goes.
        using var answer = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = 1000 });
        return answer.RootElement.TryGetProperty("content", out var content) ? ContentText.Of(content) : answer.RootElement.GetRawText();
    }
}
