namespace Pipeline.Workers.Nim.Upstream;

/// <summary>A response with an error status. Not redacted.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The beginning of its body, as text.</param>
/// <param name="Words">What the body says, out of its JSON; null where it says nothing readable.</param>
/// <param name="RetryAfter">Its <c>Retry-After</c>; null where it has none.</param>
internal sealed record Refusal(int Status, string Body, string? Words, TimeSpan? RetryAfter);
