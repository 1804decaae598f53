namespace Pipeline.Workers.Cli.Stopping;

/// <summary>A process that carries the mark of a run.</summary>
internal sealed record MarkedProcess(ProcessIdentity Process, RunMark Mark)
{
    /// <summary>All that this process can see (Linux; none elsewhere).</summary>
    public static IEnumerable<MarkedProcess> All() => !OperatingSystem.IsLinux() ? [] :
        from id in ProcessFiles.Ids()
        where id != Environment.ProcessId

        // In this order: had the id gone to another process in between, the start time would not be its own.
        let process = ProcessIdentity.Of(id)
        where process is not null
        let mark = RunMark.TextOf(id) is { } text ? RunMark.Parse(text) : null
        where mark is not null
        select new MarkedProcess(process, mark);
}
