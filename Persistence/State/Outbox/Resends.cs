namespace Pipeline.Persistence.State.Outbox;

/// <summary>What is sent again after restarts, as the in-memory bus of the process before it died with it.</summary>
internal static class Resends
{
    /// <summary>At how many restarts a batch is sent again: a message that kills the process must not do so forever.</summary>
    public const int Most = 8;
}
