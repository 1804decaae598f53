namespace Pipeline.Workers.Nim.Native;

/// <summary>What is changed in a request on its way to an upstream that speaks Anthropic's API itself.</summary>
internal sealed record NativeChanges
{
    /// <summary>Model id as the upstream names it.</summary>
    public required string Model { get; init; }

    /// <summary>The most <c>max_tokens</c> that the upstream takes; null where no limit is known.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Top-level fields that the upstream refuses, e.g. <c>context_management</c>.</summary>
    public IReadOnlySet<string> DroppedFields { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
