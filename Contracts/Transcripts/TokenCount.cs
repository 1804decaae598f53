namespace Pipeline.Contracts.Transcripts;

/// <summary>Tokens as Anthropic's API counts them.</summary>
public sealed record TokenCount
{
    /// <summary>Tokens read that no cache held.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens written, thinking included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tokens read from the cache.</summary>
    public long CacheReadInputTokens { get; init; }

    /// <summary>Tokens written to the cache.</summary>
    public long CacheCreationInputTokens { get; init; }

    /// <summary>Both counts together.</summary>
    public TokenCount Plus(TokenCount other) => new()
    {
        InputTokens = InputTokens + other.InputTokens,
        OutputTokens = OutputTokens + other.OutputTokens,
        CacheReadInputTokens = CacheReadInputTokens + other.CacheReadInputTokens,
        CacheCreationInputTokens = CacheCreationInputTokens + other.CacheCreationInputTokens,
    };
}
