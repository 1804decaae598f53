using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Cli.Stopping;

/// <summary>Ends what is left of runs whose worker was killed.</summary>
internal sealed class OrphanedRuns(ILogger<OrphanedRuns> log)
{
    /// <summary>The runs of which processes live and whose worker does not.</summary>
    public static IReadOnlyList<RunMark> All() =>
        [.. MarkedProcess.All().Select(process => process.Mark).Distinct().Where(mark => mark.Owner.IsDead)];

    /// <summary>Kills what is left of all of them.</summary>
    public Task ReapAsync() => Task.WhenAll(All().Select(ReapAsync));

    /// <summary>Kills what is left of one run.</summary>
    public Task ReapAsync(RunMark orphan)
    {
        log.LogWarning("The worker of run {Run} has ended without it; what is left of the run is killed", orphan.RunId);
        return new RunProcesses(orphan, log).KillAsync();
    }
}
