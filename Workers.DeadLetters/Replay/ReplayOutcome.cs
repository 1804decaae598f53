namespace Pipeline.Workers.DeadLetters.Replay;

/// <summary>What became of one replay.</summary>
/// <param name="Id">The dead letter.</param>
/// <param name="IsDone">Whether its message is in its queue again.</param>
/// <param name="Text">The rest of a sentence that begins with the id.</param>
public sealed record ReplayOutcome(string Id, bool IsDone, string Text)
{
    internal static ReplayOutcome NotFound(string id) => new(id, IsDone: false, "is not there; `dead-letters list` shows what is");
}
