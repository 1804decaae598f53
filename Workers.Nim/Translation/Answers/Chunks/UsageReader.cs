namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>Reads <c>usage</c>, any part of which may be null or missing.</summary>
internal static class UsageReader
{
    public static void Read(ref JsonCursor json, Chunk chunk)
    {
        if (!json.EnterObject()) return;

        var usage = chunk.Usage;
        while (json.NextProperty())
        {
            if (json.Is("prompt_tokens"u8)) usage = usage with { PromptTokens = json.Integer() };
            else if (json.Is("completion_tokens"u8)) usage = usage with { CompletionTokens = json.Integer() };
            else if (json.Is("prompt_tokens_details"u8)) usage = usage with { CachedTokens = ReadCached(ref json) ?? usage.CachedTokens };
            // Moonshot and DeepSeek name it at the top.
            else if (json.Is("cached_tokens"u8) || json.Is("prompt_cache_hit_tokens"u8)) usage = usage with { CachedTokens = json.Integer() ?? usage.CachedTokens };
        }

        chunk.Usage = usage;
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
