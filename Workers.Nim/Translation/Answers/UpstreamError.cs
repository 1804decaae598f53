namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>An error that the upstream sent in the place of a chunk. Not redacted.</summary>
/// <param name="Status">The HTTP status that the upstream would have liked to send, as far as it says.</param>
/// <param name="Message">What the upstream said.</param>
internal sealed record UpstreamError(int? Status, string Message)
{
    /// <summary>
    /// Whether these are our words about what could not be read. They quote it, and it may be the answer: nobody must
    /// take it for a complaint.
    /// </summary>
    public bool IsUnreadable { get; init; }
}
