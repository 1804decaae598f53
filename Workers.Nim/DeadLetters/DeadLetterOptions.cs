namespace Pipeline.Workers.Nim.DeadLetters;

/// <summary>Which failures this worker hands to the dead letters. Section <c>DeadLetters</c>.</summary>
public sealed class DeadLetterOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "DeadLetters";

    /// <summary>Whether a model request that fails upstream for good becomes a dead letter. Default true.</summary>
    public bool ModelRequests { get; set; } = true;
}
