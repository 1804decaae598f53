using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>Reads <c>delta</c>, or <c>message</c>, which has the same parts.</summary>
internal static class DeltaReader
{
    public static void ReadMessage(ref JsonCursor json, Chunk chunk)
    {
        // A chunk that has both repeats the whole answer in its message.
        if (!string.IsNullOrEmpty(chunk.Content) || chunk.Reasoning is not null || chunk.ToolCalls.Count > 0) return;

        chunk.IsWholeMessage = json.Kind == JsonTokenType.StartObject;
        Read(ref json, chunk);
    }

    public static void Read(ref JsonCursor json, Chunk chunk)
    {
        if (!json.EnterObject()) return;

        var reasoning = default(ReasoningFields);
        while (json.NextProperty())
        {
            if (json.Is("content"u8)) ReadContent(ref json, chunk, ref reasoning);
            else if (json.Is("refusal"u8)) chunk.Refusal = json.Text();
            else if (json.Is("tool_calls"u8)) ToolCallReader.ReadList(ref json, chunk.ToolCalls);
            else if (json.Is("function_call"u8)) ToolCallReader.ReadOne(ref json, chunk.ToolCalls);
            else reasoning.Take(ref json);
        }

        chunk.Reasoning = reasoning.Chosen;
    }

    private static void ReadContent(ref JsonCursor json, Chunk chunk, ref ReasoningFields reasoning)
    {
        if (!json.EnterArray())
        {
            chunk.Content = json.Text();
            return;
        }

        while (json.NextItem()) ReadPart(ref json, chunk, ref reasoning);
    }

    private static void ReadPart(ref JsonCursor json, Chunk chunk, ref ReasoningFields reasoning)
    {
        if (json.Text() is { } text) chunk.Content += text;
        if (!json.EnterObject()) return;

        while (json.NextProperty())
        {
            if (json.Is("text"u8)) chunk.Content += json.Text();
            else if (json.Is("thinking"u8)) reasoning.TakePart(ref json);
        }
    }
}
