namespace Pipeline.Ingress.Relay;

/// <summary>How far an answer has come.</summary>
internal readonly record struct RelayProgress
{
    /// <summary>The attempt whose frames count; 0 while no worker has taken the command.</summary>
    public int Attempt { get; init; }

    /// <summary>Where that attempt's worker takes <c>CancelWork</c> (UTF-8); null while there is none.</summary>
    public ReadOnlyMemory<byte>? Worker { get; init; }

    /// <summary>Whether the client has been given content of that attempt.</summary>
    public bool Committed { get; init; }

    /// <summary>Whether no more frames are taken.</summary>
    public bool Ended { get; init; }

    /// <summary>Whether the worker itself has said that it is done.</summary>
    public bool WorkerDone { get; init; }
}
