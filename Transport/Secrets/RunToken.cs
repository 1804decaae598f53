namespace Pipeline.Transport.Secrets;

/// <summary>
/// What a run of Claude Code presents instead of the operator's token: it names the run's node, ends by itself, and is
/// good for <c>POST /v1/messages</c> and its <c>count_tokens</c> alone.
/// </summary>
/// <param name="Node">The node of the message tree that runs.</param>
/// <param name="Expires">When it ends; whole seconds.</param>
public sealed record RunToken(string Node, DateTimeOffset Expires);
