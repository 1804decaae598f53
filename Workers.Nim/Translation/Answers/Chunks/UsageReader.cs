namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>Reads token figures, any of which may be null or missing, from the places where servers put them.</summary>
internal static class UsageReader
{
    /// <summary>Reads <c>usage</c>, whose figures count before those from elsewhere in the chunk.</summary>
    public static void Read(ref JsonCursor json, Chunk chunk)
    {
        if (!json.EnterObject()) return;

        var usage = default(UsageFigures);
        while (json.NextProperty())
        {
            if (json.Is("prompt_tokens"u8)) usage = usage with { PromptTokens = json.Integer() };
            else if (json.Is("completion_tokens"u8)) usage = usage with { CompletionTokens = json.Integer() };
            else if (json.Is("prompt_tokens_details"u8)) usage = usage with { CachedTokens = ReadCached(ref json) ?? usage.CachedTokens };
            // Moonshot and DeepSeek name it at the top.
            else if (json.Is("cached_tokens"u8) || json.Is("prompt_cache_hit_tokens"u8)) usage = usage with { CachedTokens = json.Integer() ?? usage.CachedTokens };
        }

        chunk.Usage = usage.Or(chunk.Usage);
    }

    /// <summary>
    /// Reads llama.cpp's <c>timings</c>: <c>prompt_n</c> tokens were computed and <c>cache_n</c> came from the
    /// cache. Older versions do not say the latter, and then the prompt's length is not known.
    /// </summary>
    public static void ReadTimings(ref JsonCursor json, Chunk chunk)
    {
        if (!json.EnterObject()) return;

        int? computed = null, cached = null, predicted = null;
        while (json.NextProperty())
        {
            if (json.Is("prompt_n"u8)) computed = json.Integer();
            else if (json.Is("cache_n"u8)) cached = json.Integer();
            else if (json.Is("predicted_n"u8)) predicted = json.Integer();
        }

        chunk.Usage = chunk.Usage.Or(new UsageFigures(computed + cached, predicted, cached));
    }

    /// <summary>Reads Groq's <c>x_groq</c>, which holds the usage of a stream, or why it broke off.</summary>
    public static void ReadGroq(ref JsonCursor json, Chunk chunk)
    {
        if (!json.EnterObject()) return;

        while (json.NextProperty())
        {
            if (json.Is("usage"u8)) Read(ref json, chunk);
            else if (json.Is("error"u8)) chunk.Error = ErrorFields.Read(ref json) ?? chunk.Error;
        }
    }

    private static int? ReadCached(ref JsonCursor json)
    {
        if (!json.EnterObject()) return null;

        int? cached = null;
        while (json.NextProperty())
        {
            if (json.Is("cached_tokens"u8)) cached = json.Integer();
        }

        return cached;
    }
}
