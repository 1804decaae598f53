using System.Text;
using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>Reads one payload of the upstream: a chunk of a stream, a whole completion, or an error.</summary>
internal static class ChunkReader
{
    // More than anybody is shown: a key must be whole to be recognised and left out.
    private const int ExcerptLength = 2_000;

    /// <summary>Fills the chunk; of something that is not JSON nothing but the error is left.</summary>
    public static void Read(ReadOnlySpan<byte> payload, Chunk chunk)
    {
        chunk.Clear();
        try
        {
            ReadRoot(payload, chunk);
        }
        catch (JsonException)
        {
            chunk.Clear();
            chunk.Error = new UpstreamError(Status: null, $"The upstream sent something that is not JSON: {Excerpt(payload)}") { IsUnreadable = true };
        }
    }

    private static void ReadRoot(ReadOnlySpan<byte> payload, Chunk chunk)
    {
        var json = new JsonCursor(payload);
        if (!json.EnterObject()) throw new JsonException("The payload is not an object.");

        var loose = default(ErrorFields);
        var saysError = false;
        var hasChoices = false;
        while (json.NextProperty())
        {
            if (json.Is("choices"u8))
            {
                hasChoices = json.EnterArray();
                if (hasChoices) ReadChoices(ref json, chunk);
            }
            else if (json.Is("usage"u8)) UsageReader.Read(ref json, chunk);
            else if (json.Is("timings"u8)) UsageReader.ReadTimings(ref json, chunk);
            else if (json.Is("x_groq"u8)) UsageReader.ReadGroq(ref json, chunk);
            else if (json.Is("error"u8)) chunk.Error = ErrorFields.Read(ref json) ?? chunk.Error;
            else if (json.Is("object"u8)) saysError = json.Text() == "error";
            else loose.Take(ref json);
        }

        json.ExpectEnd();
        // Gateways in front of the model answer in their own words, e.g. {"status":503,"title":…} or {"detail":…}.
        if (saysError || (!hasChoices && loose.HasMessage)) chunk.Error ??= loose.ToError();
    }

    private static void ReadChoices(ref JsonCursor json, Chunk chunk)
    {
        while (json.NextItem())
        {
            if (IndexOf(json) == 0 && json.EnterObject()) ReadChoice(ref json, chunk);
        }
    }

    // Looks ahead on a copy of the cursor: the index may stand after the delta.
    private static int IndexOf(JsonCursor choice)
    {
        var index = 0;
        if (!choice.EnterObject()) return index;

        while (choice.NextProperty())
        {
            if (choice.Is("index"u8)) index = choice.Integer() ?? 0;
        }

        return index;
    }

    private static void ReadChoice(ref JsonCursor json, Chunk chunk)
    {
        while (json.NextProperty())
        {
            if (json.Is("delta"u8)) DeltaReader.Read(ref json, chunk);
            else if (json.Is("message"u8)) DeltaReader.ReadMessage(ref json, chunk);
            else if (json.Is("finish_reason"u8)) chunk.FinishReason = json.Text() ?? chunk.FinishReason;
            else if (json.Is("stop_reason"u8) || json.Is("matched_stop"u8)) chunk.MatchedStop = json.Text() ?? chunk.MatchedStop;
            else if (json.Is("usage"u8)) UsageReader.Read(ref json, chunk);
            else if (json.Is("error"u8)) chunk.Error = ErrorFields.Read(ref json) ?? chunk.Error;
        }
    }

    private static string Excerpt(ReadOnlySpan<byte> payload) =>
        Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, ExcerptLength)]);
}
