namespace Pipeline.Persistence.DeadLetters;

/// <summary>How far a dead letter has come.</summary>
public enum DeadLetterState
{
    /// <summary>Waits for somebody to replay or discard it.</summary>
    Waiting = 0,

    /// <summary>Was sent to its queue again, and has not failed again since.</summary>
    Replayed = 1,

    /// <summary>A replayed model request: its answer is kept. Stays so.</summary>
    Answered = 2,
}
