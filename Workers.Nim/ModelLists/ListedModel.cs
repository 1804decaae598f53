namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>A model as a provider lists it. What the provider does not say is null.</summary>
internal sealed record ListedModel
{
    /// <summary>What a request names.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people, where it is another than the id.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Tokens of prompt and answer together; as loaded, where that is less than the model could do.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>The most tokens of an answer.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Whether prompts may hold images.</summary>
    public bool? Images { get; init; }

    /// <summary>When the model was made, or the provider took it up.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether it answers conversations: false for embeddings, reranking, speech, pictures and moderation.</summary>
    public bool IsChat { get; init; } = true;

    /// <summary>This description, completed from another one of the same model.</summary>
    public ListedModel Or(ListedModel other) => this with
    {
        DisplayName = DisplayName ?? other.DisplayName,
        ContextWindow = ContextWindow ?? other.ContextWindow,
        MaxOutputTokens = MaxOutputTokens ?? other.MaxOutputTokens,
        Images = Images ?? other.Images,
        CreatedAt = CreatedAt ?? other.CreatedAt,
        IsChat = IsChat && other.IsChat,
    };
}
