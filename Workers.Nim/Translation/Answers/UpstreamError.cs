namespace Pipeline.Workers.Nim.Translation.Answers;

/// <summary>An error that the upstream sent in the place of a chunk. Not redacted.</summary>
/// <param name="Status">The HTTP status that the upstream would have liked to send, as far as it says.</param>
/// <param name="Message">What the upstream said.</param>
internal sealed record UpstreamError(int? Status, string Message);
