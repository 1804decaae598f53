namespace Pipeline.Transport.Bus;

/// <summary>Whether commands can be sent and frames come in.</summary>
public interface ITransportState
{
    /// <summary>What is wrong, in words; null while nothing is.</summary>
    string? Trouble { get; }

    /// <summary>How long something has been wrong; zero while nothing is.</summary>
    TimeSpan TroubleFor { get; }

    /// <summary>How long nothing has been wrong; zero while something is.</summary>
    TimeSpan ReadyFor { get; }

    /// <summary>Whether the broker takes nothing until further notice.</summary>
    bool IsBlocked { get; }

    /// <summary>
    /// How often the way for frames has been lost and opened again. Whoever waits for a worker since before
    /// may wait in vain: its announcement may have been lost.
    /// </summary>
    int Reconnections { get; }

    /// <summary>Fires once the broker takes nothing more until further notice; a new one each time.</summary>
    CancellationToken Blocked { get; }
}
