using Pipeline.Transport.Hosting;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>How long a process is given between the signals that end it; the first is SIGINT.</summary>
/// <param name="BeforeTerminate">From SIGINT to SIGTERM.</param>
/// <param name="BeforeKill">From SIGTERM to SIGKILL.</param>
internal sealed record StopTimes(TimeSpan BeforeTerminate, TimeSpan BeforeKill)
{
    /// <summary>5 s, and 5 s more.</summary>
    public static StopTimes Usual { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    /// <summary>Nothing is waited for.</summary>
    public static StopTimes AtOnce { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The usual ones, or shorter, so that all is over when running answers are cut off.</summary>
    public static StopTimes Within(ShutdownTimes shutdown)
    {
        var half = shutdown.Drain / 2;
        return half < Usual.BeforeKill ? new StopTimes(half, half) : Usual;
    }
}
