namespace Pipeline.Workers.Cli.Stopping;

/// <summary>A process, and no later one with the same id (Linux).</summary>
/// <param name="Id">Its process id.</param>
/// <param name="StartTicks">When it began, in clock ticks since the machine did.</param>
internal sealed record ProcessIdentity(int Id, long StartTicks)
{
    /// <summary>
    /// Whether it still runs. One that has ended and that its parent has not asked about yet does not; one of which nothing can be read,
    /// for instance as no more files can be opened, may.
    /// </summary>
    public bool Lives => ProcessFiles.Stat(Id) is { } stat ? !stat.Ended && stat.StartTicks == StartTicks : Signals.Exists(Id);

    /// <summary>The process with this id; null where there is none.</summary>
    public static ProcessIdentity? Of(int id) => ProcessFiles.Stat(id) is { Ended: false } stat ? new ProcessIdentity(id, stat.StartTicks) : null;

    /// <summary>Sends it a signal, if it still runs.</summary>
    public void Signal(Signal signal)
    {
        if (Lives) Signals.Send(Id, signal);
    }
}
