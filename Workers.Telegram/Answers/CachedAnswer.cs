namespace Pipeline.Workers.Telegram.Answers;

/// <summary>An answer that may be given again.</summary>
/// <param name="TreeId">The tree that it came from.</param>
/// <param name="NodeId">The node, whose session a reply continues.</param>
/// <param name="Text">The answer.</param>
/// <param name="AnsweredAt">When it was given first.</param>
internal sealed record CachedAnswer(Guid TreeId, Guid NodeId, string Text, DateTimeOffset AnsweredAt);
