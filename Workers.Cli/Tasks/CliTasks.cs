using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Transcripts;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>The tasks of this worker, from their claim to their end. They run in the background: no delivery lasts as long.</summary>
internal sealed class CliTasks(ClaimedRuns claims, ClaudeRuns runs, RunTranscripts transcripts, StoreOutage outage, TaskSlots slots, TimeProvider time, ILogger<CliTasks> log)
{
    private readonly ConcurrentDictionary<Guid, Entry> _tasks = new();

    /// <summary>Whether a task is here.</summary>
    public bool Has(Guid runId) => _tasks.ContainsKey(runId);

    /// <summary>Whether a task is in good hands here: its claim is stored, or was refused.</summary>
    /// <exception cref="Exception">The claim has failed, so that whoever delivered the task again must keep it.</exception>
    public async Task<bool> HasTakenAsync(Guid runId, CancellationToken cancellationToken)
    {
        if (!_tasks.TryGetValue(runId, out var entry)) return false;

        await entry.Claimed.Task.WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>Claims a task and begins it, where nobody else has. The slot is given back with its end.</summary>
    public async Task TakeAsync(RunCliTask command, string? traceParent, CancellationToken cancellationToken)
    {
        var entry = new Entry(new RunningTask(command, traceParent, claims, runs, transcripts, outage, time, log));
        var begun = false;
        try
        {
            if (!_tasks.TryAdd(command.RunId, entry))
            {
                await HasTakenAsync(command.RunId, cancellationToken);
                return;
            }

            begun = await ClaimAsync(entry, cancellationToken);
            if (begun) _ = Task.Run(() => RunAsync(command.RunId, entry), CancellationToken.None);
            else log.LogInformation("Run {Run} of node {Node} is another's, or over", command.RunId, command.NodeId);
        }
        finally
        {
            if (!begun) Finish(command.RunId, entry);
        }
    }

    /// <summary>Stops a task on a person's behalf, if it is here.</summary>
    public void Stop(Guid runId)
    {
        if (_tasks.TryGetValue(runId, out var entry)) entry.Task.Stop();
    }

    /// <summary>Completes when all have ended that were here.</summary>
    public Task EndedAsync() => Task.WhenAll(_tasks.Values.Select(entry => entry.Ended.Task));

    private static async Task<bool> ClaimAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            var isClaimed = await entry.Task.TryClaimAsync(cancellationToken);
            entry.Claimed.SetResult();
            return isClaimed;
        }
        catch (Exception fault)
        {
            // Seldom does another delivery wait for it.
            entry.Claimed.SetException(fault);
            _ = entry.Claimed.Task.Exception;
            throw;
        }
    }

    private async Task RunAsync(Guid runId, Entry entry)
    {
        try
        {
            await entry.Task.RunAsync();
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The end of run {Run} could not be told; it counts as interrupted when its lease is over", runId);
        }
        finally
        {
            Finish(runId, entry);
        }
    }

    private void Finish(Guid runId, Entry entry)
    {
        _tasks.TryRemove(new(runId, entry));
        entry.Task.Dispose();
        slots.Release();
        entry.Ended.SetResult();
    }

    private sealed record Entry(RunningTask Task)
    {
        /// <summary>Completes when it is settled who runs it.</summary>
        public TaskCompletionSource Claimed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
