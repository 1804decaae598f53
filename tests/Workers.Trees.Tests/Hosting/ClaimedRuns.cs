using System.Collections.Concurrent;
using Pipeline.Contracts.CliTasks;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>Runs in the order in which workers have claimed them; several hosts may share one.</summary>
internal sealed class ClaimedRuns
{
    private readonly ConcurrentQueue<RunCliTask> _all = new();

    public IReadOnlyList<RunCliTask> All => [.. _all];

    public void Add(RunCliTask run) => _all.Enqueue(run);
}
