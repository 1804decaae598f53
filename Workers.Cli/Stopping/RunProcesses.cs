using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>
/// The processes of one run: those that carry its mark, those that descend from them, and those of either kind that were
/// seen before. What empties or hides its environment and leaves its parents between two looks is adopted by this process
/// and found there. Without <c>/proc</c> nothing is seen; there the process tree is killed with its root.
/// </summary>
/// <param name="mark">The run.</param>
/// <param name="log">Where it is told what cannot be killed.</param>
/// <param name="adopted">What this process has adopted; null where another worker began the run.</param>
internal sealed class RunProcesses(RunMark mark, ILogger log, AdoptedProcesses? adopted = null)
{
    // The kernel's time, which no clock of ours changes.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // A killed process stays while the kernel cannot let it go, for instance on a network drive that does not answer.
    private const int MostLooks = 250;

    private readonly Lock _gate = new();
    private readonly HashSet<ProcessIdentity> _seen = [];
    private bool _isFaultTold;

    /// <summary>Looks for processes, so that they are known when their environment or their parents are no more.</summary>
    public void Look() => TryLook(out _);

    /// <summary>Kills them all. It looks again until it finds none, as a process may start another while it is being killed.</summary>
    public async Task KillAsync()
    {
        IReadOnlyList<ProcessIdentity> left = [];
        for (var look = 0; look < MostLooks; look++)
        {
            if (TryLook(out left) && left is []) return;

            foreach (var process in left) process.Signal(Signal.Kill);
            await Task.Delay(Pause, TimeProvider.System);
        }

        log.LogError("Of run {Run} processes are left that cannot be killed: {Processes}", mark.RunId, string.Join(", ", left.Select(process => process.Id)));
    }

    // What is known is ended also where nobody can look, for instance as this worker can open no more files.
    private bool TryLook(out IReadOnlyList<ProcessIdentity> known)
    {
        known = [];
        if (!OperatingSystem.IsLinux()) return true;

        lock (_gate)
        {
            try
            {
                LookAgain();
                known = [.. _seen];
                return true;
            }
            catch (IOException fault)
            {
                if (!_isFaultTold) log.LogWarning(fault, "The processes of run {Run} cannot be looked for; it is tried again", mark.RunId);
                _isFaultTold = true;
                known = [.. _seen];
                return false;
            }
        }
    }

    private void LookAgain()
    {
        var parents = new Dictionary<ProcessIdentity, int>();
        foreach (var id in ProcessFiles.Ids())
        {
            if (id != Environment.ProcessId && ProcessFiles.Stat(id) is { Ended: false } stat) parents[new ProcessIdentity(id, stat.StartTicks)] = stat.Parent;
        }

        _seen.RemoveWhere(process => !parents.ContainsKey(process) && !process.Lives);
        _seen.UnionWith(MarkedProcess.All().Where(process => process.Mark == mark).Select(process => process.Process));
        _seen.UnionWith(adopted?.EndingWith(mark.RunId) ?? []);
        AddDescendants(parents);
    }

    private void AddDescendants(Dictionary<ProcessIdentity, int> parents)
    {
        var ids = _seen.Select(process => process.Id).ToHashSet();
        while (parents.Where(pair => ids.Contains(pair.Value) && _seen.Add(pair.Key)).Select(pair => pair.Key.Id).ToList() is [_, ..] more) ids = [.. more];
    }
}
