using System.Text.Json;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Output;

/// <summary>Reads token counts as the API and as the CLI write them.</summary>
internal static class TokenCounts
{
    /// <summary>The API's <c>usage</c>.</summary>
    public static TokenCount Of(JsonElement? usage) => usage is not { } counts ? new TokenCount() : new TokenCount
    {
        InputTokens = counts.Number("input_tokens") ?? 0,
        OutputTokens = counts.Number("output_tokens") ?? 0,
        CacheReadInputTokens = counts.Number("cache_read_input_tokens") ?? 0,
        CacheCreationInputTokens = counts.Number("cache_creation_input_tokens") ?? 0,
    };

    /// <summary>A <c>message_delta</c>'s usage, which repeats some counts of its <c>message_start</c> and leaves out others.</summary>
    public static TokenCount Update(TokenCount start, JsonElement? usage) => usage is not { } counts ? start : new TokenCount
    {
        InputTokens = counts.Number("input_tokens") ?? start.InputTokens,
        OutputTokens = counts.Number("output_tokens") ?? start.OutputTokens,
        CacheReadInputTokens = counts.Number("cache_read_input_tokens") ?? start.CacheReadInputTokens,
        CacheCreationInputTokens = counts.Number("cache_creation_input_tokens") ?? start.CacheCreationInputTokens,
    };

    /// <summary>The CLI's <c>modelUsage</c>: all models and sub-agents together; null where it names none.</summary>
    public static TokenCount? OfModels(JsonElement? models)
    {
        if (models is not { ValueKind: JsonValueKind.Object } all || !all.EnumerateObject().Any()) return null;

        return all.EnumerateObject().Select(model => new TokenCount
        {
            InputTokens = model.Value.Number("inputTokens") ?? 0,
            OutputTokens = model.Value.Number("outputTokens") ?? 0,
            CacheReadInputTokens = model.Value.Number("cacheReadInputTokens") ?? 0,
            CacheCreationInputTokens = model.Value.Number("cacheCreationInputTokens") ?? 0,
        }).Aggregate((sum, model) => sum.Plus(model));
    }
}
