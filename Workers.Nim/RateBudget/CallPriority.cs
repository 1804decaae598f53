namespace Pipeline.Workers.Nim.RateBudget;

/// <summary>Who goes first where calls have to wait.</summary>
internal enum CallPriority
{
    /// <summary>Somebody waits for the answer.</summary>
    Interactive,

    /// <summary>Titles, summaries, probes: behind interactive calls that come up to 10 s later, so that none starves.</summary>
    Background,
}
