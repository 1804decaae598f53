using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Start;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>
/// Runs Claude Code, and knows which runs are under way in this worker. How many there may be at once is the queue's
/// business.
/// </summary>
public sealed class ClaudeRuns
{
    private readonly ConcurrentDictionary<Guid, Entry> _active = new();
    private readonly CliOptions _options;
    private readonly AllowedWorkspaces _workspaces;
    private readonly Launch _launch;
    private readonly TimeProvider _time;
    private readonly ILogger<ClaudeRuns> _log;
    private readonly AdoptedProcesses? _adopted;
    private readonly OrphanedRuns? _orphans;
    private volatile bool _closed;

    internal ClaudeRuns(
        IOptions<CliOptions> options,
        AllowedWorkspaces workspaces,
        Launch launch,
        TimeProvider time,
        ILogger<ClaudeRuns> log,
        AdoptedProcesses? adopted = null,
        OrphanedRuns? orphans = null)
    {
        (_options, _workspaces, _launch, _time, _log) = (options.Value, workspaces, launch, time, log);
        (_adopted, _orphans) = (adopted, orphans);
    }

    /// <summary>The runs that are under way.</summary>
    public IReadOnlyList<RunInfo> Active => [.. _active.Values.Select(entry => entry.Run?.Info).OfType<RunInfo>()];

    /// <summary>
    /// Runs a prompt to its end. What goes wrong with the CLI is told in the outcome and not thrown. The last event is
    /// always a <see cref="RunEnded"/>, unless the sink does not take it, and afterwards nothing is
    /// left of the process or, on Linux, of what can be found of what it has started.
    /// </summary>
    /// <param name="request">The run.</param>
    /// <param name="sink">Takes its events.</param>
    /// <param name="stop">Stops it: SIGINT, then SIGTERM after 5 s, then SIGKILL after 5 s more.</param>
    /// <exception cref="InvalidOperationException">The same run is under way.</exception>
    /// <exception cref="Exception">What the sink has thrown; the run has been killed then.</exception>
    public async Task<RunOutcome> RunAsync(RunRequest request, ITranscriptSink sink, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        using var entry = new Entry();
        if (!_active.TryAdd(request.RunId, entry)) throw new InvalidOperationException($"Run {request.RunId} is under way.");

        try
        {
            _adopted?.Begin(request.RunId);
            if (_closed) entry.Stop.Request(StopCause.Shutdown, StopTimes.Usual);
            var outcome = await RunAsync(request, entry, sink, stop);
            await TellEndAsync(request, outcome, sink);
            return outcome;
        }
        finally
        {
            if (_adopted?.End(request.RunId) == true) await Processes(request).KillAsync();
            _active.TryRemove(request.RunId, out _);
            entry.Ended.SetResult();
        }
    }

    /// <summary>Tells a run to end; false where it is not under way here.</summary>
    public bool Stop(Guid runId, StopCause cause)
    {
        if (!_active.TryGetValue(runId, out var entry)) return false;

        // Another worker may run it by now.
        entry.Stop.Request(cause, cause == StopCause.LeaseLost ? StopTimes.AtOnce : StopTimes.Usual);
        return true;
    }

    /// <summary>Tells all runs to end, completes when they have, and lets no other begin.</summary>
    internal Task StopAllAsync(StopCause cause, StopTimes times)
    {
        _closed = true;
        var entries = _active.Values.ToList();
        foreach (var entry in entries) entry.Stop.Request(cause, times);
        return Task.WhenAll(entries.Select(entry => entry.Ended.Task));
    }

    private async Task<RunOutcome> RunAsync(RunRequest request, Entry entry, ITranscriptSink sink, CancellationToken stop)
    {
        await using var stopping = stop.Register(() => entry.Stop.Request(StopCause.Requested, StopTimes.Usual));
        if (entry.Stop.Cause is not StopCause.None and var cause) return Outcomes.Stopped(cause, _options);
        if (string.IsNullOrWhiteSpace(request.Prompt)) return Outcomes.Failed("The prompt is empty.");

        try
        {
            var workspace = _workspaces.Resolve(request.Workspace, request.AddDirectories);

            // The session's last run may have lost its worker and still be writing.
            if (request.SessionId is not null && _orphans is not null) await _orphans.ReapAsync();
            await using var run = new ActiveRun(
                request,
                _launch.Start(request, workspace, Mark(request)),
                workspace.Directory,
                Processes(request),
                entry.Stop,
                TimeSpan.FromSeconds(_options.IdleTimeoutSeconds),
                _time);
            entry.Run = run;
            using var total = TotalLimit(entry.Stop);
            return Outcomes.Of(await run.RunAsync(sink), _options);
        }
        catch (Exception fault) when (fault is WorkspaceException or LaunchException)
        {
            return Outcomes.Failed(fault.Message);
        }
        finally
        {
            entry.Run = null;
        }
    }

    private static RunMark Mark(RunRequest request) => new(request.RunId, RunOwner.Self);

    private RunProcesses Processes(RunRequest request) => new(Mark(request), _log, _adopted);

    private async Task TellEndAsync(RunRequest request, RunOutcome outcome, ITranscriptSink sink)
    {
        try
        {
            foreach (var last in Outcomes.Events(outcome)) await sink.WriteAsync(last, CancellationToken.None);
        }
        catch (Exception fault)
        {
            // What the run has come to is known, whoever else can hear of it.
            _log.LogError(fault, "The last events of run {Run} could not be told", request.RunId);
        }
    }

    private ITimer? TotalLimit(RunStop stop) => _options.TotalTimeoutSeconds <= 0 ? null : _time.CreateTimer(
        _ => stop.Request(StopCause.TotalTime, StopTimes.Usual),
        state: null,
        TimeSpan.FromSeconds(_options.TotalTimeoutSeconds),
        Timeout.InfiniteTimeSpan);

    private sealed class Entry : IDisposable
    {
        public RunStop Stop { get; } = new();

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The process, while there is one.</summary>
        public ActiveRun? Run { get; set; }

        public void Dispose() => Stop.Dispose();
    }
}
