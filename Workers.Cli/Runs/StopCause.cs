namespace Pipeline.Workers.Cli.Runs;

/// <summary>Why a run was told to end.</summary>
public enum StopCause
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>A person stopped it.</summary>
    Requested,

    /// <summary>It printed nothing for too long.</summary>
    Idle,

    /// <summary>Its whole time is over.</summary>
    TotalTime,

    /// <summary>This worker stops.</summary>
    Shutdown,

    /// <summary>This worker may no longer run it, as it could not renew its lease.</summary>
    LeaseLost,

    /// <summary>Its events could not be told to anybody.</summary>
    SinkFailed,
}
