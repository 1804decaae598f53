namespace Pipeline.Workers.Cli.Stopping;

/// <summary>
/// Orphans of runs that have become children of this process: daemons, which leave their parents, begin a session and may overwrite
/// their environment, so that nothing in them tells whose they are. Each belongs to the runs that were under way when it
/// was first seen, and ends with the last of them.
/// </summary>
internal sealed class AdoptedProcesses(TimeProvider time)
{
    // A child of .NET's own is asked about within moments; to take its end away would be the end of this process.
    private static readonly TimeSpan NotOfNet = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _runs = [];
    private readonly HashSet<ProcessIdentity> _others = [];
    private readonly Dictionary<ProcessIdentity, HashSet<Guid>> _adopted = [];
    private readonly Dictionary<ProcessIdentity, long> _ended = [];
    private bool _mayAdopt;
    private bool _adopts;

    /// <summary>Lets this process adopt from its first run on: one that runs no agents has no use for orphans.</summary>
    public void Start()
    {
        lock (_gate) _mayAdopt = true;
    }

    /// <summary>A run is about to begin. What is a child before the first one is none of a run.</summary>
    public void Begin(Guid run)
    {
        lock (_gate)
        {
            if (_mayAdopt && !_adopts && Subreaper.TryBecome())
            {
                _adopts = true;
                Look();
            }

            _runs.Add(run);
        }
    }

    /// <summary>A run is over.</summary>
    /// <returns>
    /// Whether something outlives all the runs that may have begun it: those that end at once look for their own while each of them still
    /// leaves it to the other.
    /// </returns>
    public bool End(Guid run)
    {
        lock (_gate)
        {
            _runs.Remove(run);
            foreach (var runs in _adopted.Values) runs.Remove(run);
            return _adopted.Values.Any(runs => runs.Count == 0);
        }
    }

    /// <summary>Looks for new ones, and lets go of those that have ended.</summary>
    public void Check()
    {
        lock (_gate)
        {
            if (_adopts) Look();
        }
    }

    /// <summary>Those that end with this run, as no other that is under way can have begun them.</summary>
    public IReadOnlyList<ProcessIdentity> EndingWith(Guid run)
    {
        lock (_gate)
        {
            if (!_adopts) return [];

            Look();
            return [.. _adopted.Where(pair => pair.Value.All(owner => owner == run)).Select(pair => pair.Key)];
        }
    }

    private void Look()
    {
        var (living, ended) = Children();
        _others.IntersectWith(living);
        foreach (var gone in _adopted.Keys.Except(living).ToList()) _adopted.Remove(gone);
        foreach (var child in living.Where(child => !_others.Contains(child) && !_adopted.ContainsKey(child))) Add(child);
        Reap(ended);
    }

    // One that still says whose it is needs no guess; what it says may be gone at the next look.
    private void Add(ProcessIdentity child)
    {
        if (RunMark.TextOf(child.Id) is not null) return;
        if (_runs.Count == 0) _others.Add(child);
        else _adopted[child] = [.. _runs];
    }

    private void Reap(List<ProcessIdentity> ended)
    {
        foreach (var gone in _ended.Keys.Except(ended).ToList()) _ended.Remove(gone);
        foreach (var child in ended)
        {
            if (_ended.TryAdd(child, time.GetTimestamp()) || time.GetElapsedTime(_ended[child]) < NotOfNet) continue;

            Subreaper.Reap(child.Id);
        }
    }

    // What this process starts itself stays in its session; what the CLI or a daemon starts leaves it.
    private static (HashSet<ProcessIdentity> Living, List<ProcessIdentity> Ended) Children()
    {
        var session = ProcessFiles.Stat(Environment.ProcessId)?.Session;
        var (living, ended) = (new HashSet<ProcessIdentity>(), new List<ProcessIdentity>());
        foreach (var id in ProcessFiles.Ids())
        {
            if (ProcessFiles.Stat(id) is not { } stat || stat.Parent != Environment.ProcessId) continue;
            if (stat.Ended) ended.Add(new ProcessIdentity(id, stat.StartTicks));
            else if (stat.Session != session) living.Add(new ProcessIdentity(id, stat.StartTicks));
        }

        return (living, ended);
    }
}
