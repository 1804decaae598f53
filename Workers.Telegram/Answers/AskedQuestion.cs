namespace Pipeline.Workers.Telegram.Answers;

/// <summary>A question whose answer may be kept, and the workspace as it was when it was asked.</summary>
/// <param name="Question">The question, normalised.</param>
/// <param name="Fingerprint">The workspace's fingerprint, taken before anything runs.</param>
/// <param name="Answer">The answer that is known; null where it has to be asked.</param>
internal sealed record AskedQuestion(Question Question, string Fingerprint, CachedAnswer? Answer);
