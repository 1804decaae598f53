using System.Globalization;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>Tokens as people like to read them.</summary>
internal static class TokenWords
{
    private const double Thousand = 1000;
    private const double Million = 1_000_000;

    /// <summary>What was read, from the cache or not, and what was written.</summary>
    public static string Of(TokenCount tokens) =>
        $"{Short(tokens.InputTokens + tokens.CacheReadInputTokens + tokens.CacheCreationInputTokens)} tokens read, {Short(tokens.OutputTokens)} written";

    private static string Short(long count) => count switch
    {
        < 1000 => count.ToString(CultureInfo.InvariantCulture),
        < 999_950 => (count / Thousand).ToString("0.#k", CultureInfo.InvariantCulture),
        _ => (count / Million).ToString("0.#M", CultureInfo.InvariantCulture),
    };
}
