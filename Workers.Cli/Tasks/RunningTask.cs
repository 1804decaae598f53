using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Transcripts;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>One task from its claim to the message that it has ended.</summary>
internal sealed class RunningTask(RunCliTask task, string? traceParent, ClaimedRuns claims, ClaudeRuns runs, RunTranscripts transcripts, StoreOutage outage, TimeProvider time, ILogger log)
    : IDisposable
{
    private const string TextNotKept = "The run has ended well, but what it has said could not be stored; where its answer is missing, its session can be asked for it.";

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _ended = new();
    private StoredEvent? _unkept;
    private Task _naming = Task.CompletedTask;
    private long _claimedAt;
    private bool _disposed;

    /// <summary>A person wants it stopped, whether it has begun or not.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (!_disposed) _ = _stop.CancelAsync();
        }
    }

    /// <summary>Claims the run; false where it is not this worker's to run.</summary>
    public async Task<bool> TryClaimAsync(CancellationToken cancellationToken)
    {
        var attempts = 0;
        return await outage.RideOutAsync($"Claim of run {task.RunId}", () =>
        {
            _claimedAt = time.GetTimestamp();
            return claims.TryClaimAsync(task, again: attempts++ > 0, cancellationToken);
        }, Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>Runs it to its end, and tells that.</summary>
    public async Task RunAsync()
    {
        var lease = new RunLease(task.RunId, _claimedAt, claims, End, time, log);
        var keeping = lease.KeepAsync(_ended.Token);
        try
        {
            var outcome = transcripts.Tellable(await TranscribeAsync());

            // How a run has ended that was killed with its lease is told by whoever finds that; an answer that was there counts.
            if (lease.IsLost && outcome.State != RunState.Completed) return;

            lease.LetGo();
            var ended = await outage.RideOutAsync($"End of run {task.RunId}", () => EndAsync(outcome), StoreOutage.Patience, CancellationToken.None);
            log.LogInformation("Run {Run} of node {Node} {Ended}: {State}, exit code {ExitCode}", task.RunId, task.NodeId, ended ? "has ended" : "had been ended before", outcome.State, outcome.ExitCode);
        }
        finally
        {
            await _ended.CancelAsync();
            await Task.WhenAll(keeping, _naming);
        }
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _stop.Dispose();
        _ended.Dispose();
    }

    private void End(StopCause cause)
    {
        if (cause == StopCause.Requested) Stop();
        else runs.Stop(task.RunId, cause);
    }

    // Over HTTP the answer is read from the transcript: whoever hears that the run is over must find it there, or hear that it is not.
    private async Task<bool> EndAsync(RunOutcome outcome) => await claims.EndAsync(
        task, await TryKeepEndAsync() || outcome.Error is not null ? outcome : outcome with { Error = TextNotKept }, CancellationToken.None);

    private async Task<bool> TryKeepEndAsync()
    {
        if (_unkept is not { } end) return true;

        try
        {
            await transcripts.KeepAsync(task.NodeId, end);
            _unkept = null;
            return true;
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The last event of run {Run} could not be kept", task.RunId);
            return false;
        }
    }

    private async Task<RunOutcome> TranscribeAsync()
    {
        await using var transcript = transcripts.Begin(task.NodeId, task.Run);
        var outcome = await RunAsync(transcript);
        try
        {
            await transcript.CompleteAsync();
        }
        catch (Exception fault)
        {
            // The answer is worth more: it may still be told with the end.
            _unkept = transcript.End;
            log.LogError(fault, "The transcript of run {Run} could not be kept", task.RunId);
        }

        return outcome;
    }

    private async Task<RunOutcome> RunAsync(RunTranscript transcript)
    {
        try
        {
            return await runs.RunAsync(Request(), new SessionNotice(transcript, Name), _stop.Token);
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Run {Run} was ended by a fault of this worker", task.RunId);
            return Outcomes.Failed(transcript.IsBroken
                ? "What Claude Code did could not be stored, so it was ended. What it has done stays."
                : $"The worker could not go on with Claude Code, so it was ended: {fault.Message} What it has done stays.");
        }
    }

    private void Name(string sessionId) => _naming = Task.Run(async () =>
    {
        try
        {
            await outage.RideOutAsync($"Session of run {task.RunId}", () => claims.NameSessionAsync(task, sessionId, _ended.Token), StoreOutage.Patience, _ended.Token);
        }
        catch (Exception fault)
        {
            // The end of the run names it too.
            if (!_ended.IsCancellationRequested) log.LogWarning(fault, "The session of run {Run} could not be told yet", task.RunId);
        }
    });

    private RunRequest Request() => new()
    {
        RunId = task.RunId,
        Node = task.NodeId.ToString("N"),
        Prompt = task.Prompt,
        SessionId = task.SessionId,
        ForkSession = task.ForkSession,
        Workspace = task.Options.Workspace,
        Model = task.Options.Model,
        MaxTurns = task.Options.MaxTurns,
        AppendSystemPrompt = task.Options.AppendSystemPrompt,
        AddDirectories = task.Options.AddDirectories,
        TraceParent = traceParent,
    };
}
