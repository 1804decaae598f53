namespace Pipeline.Persistence.LearntModels;

/// <summary>
/// What upstreams' refusals have taught about one model, as state: in the table <c>learnt_models</c>, or a record
/// <c>learnt_model</c> in files. What is out of date is left to who reads it.
/// </summary>
public sealed class LearntModelState
{
    /// <summary>The model as <c>provider/model</c>; the key.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// When each quirk was seen last, by the quirk's name: a name that this version does not know stays for the
    /// newer one that wrote it. To be replaced, not changed.
    /// </summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Quirks { get; set; } =
        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Tokens of prompt and answer together.</summary>
    public int? ContextWindow { get; set; }

    /// <summary>When the window was told.</summary>
    public DateTimeOffset? ContextWindowLearntAt { get; set; }

    /// <summary>Tokens of one answer.</summary>
    public int? OutputLimit { get; set; }

    /// <summary>When that limit was told.</summary>
    public DateTimeOffset? OutputLimitLearntAt { get; set; }
}
