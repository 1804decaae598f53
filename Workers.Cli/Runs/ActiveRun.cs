using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Output;
using Pipeline.Workers.Cli.Start;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>One process from its first line to the last of what it has left behind.</summary>
internal sealed class ActiveRun : IAsyncDisposable
{
    // For a process that holds the input or the output and is not of the run: it has emptied its environment and left its parents.
    private static readonly TimeSpan PatienceAfterEnd = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly RunRequest _request;
    private readonly ClaudeProcess _process;
    private readonly RunStop _stop;
    private readonly TranscriptReader _transcript;
    private readonly RecentLines _errors = new();
    private readonly IdleWatch _idle;
    private readonly OutputLines _lines;
    private readonly StopSequence _sequence;
    private readonly RunProcesses _processes;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private long _lookedAt;

    public ActiveRun(RunRequest request, ClaudeProcess process, string directory, RunProcesses processes, RunStop stop, TimeSpan idleLimit, TimeProvider time)
    {
        (_request, _process, _processes, _stop, _time, _startedAt) = (request, process, processes, stop, time, time.GetUtcNow());
        _lookedAt = time.GetTimestamp();
        _transcript = new TranscriptReader(directory);
        _idle = new IdleWatch(idleLimit, () => stop.Request(StopCause.Idle, StopTimes.Usual), time);
        _lines = new OutputLines(process.Output, OutputLines.LongestLine, _idle);
        _sequence = new StopSequence(process, processes, stop, time);
    }

    /// <summary>What is known of the run.</summary>
    public RunInfo Info => new(_request.RunId, _request.Node, _process.Id, _startedAt, _idle.LastSign, _transcript.SessionId);

    /// <summary>Runs to the end; whatever happens, no process of the run is left afterwards.</summary>
    /// <exception cref="Exception">What the sink has thrown.</exception>
    public async Task<ProcessEnd> RunAsync(ITranscriptSink sink)
    {
        var feeding = _process.FeedAsync(_request.Prompt);
        var errors = new ErrorLines(_process.Errors, _errors, _idle).ReadAsync();
        var reading = ReadAsync(sink);

        // Who cannot tell what it does must not go on doing it.
        _ = reading.ContinueWith(_ => _stop.Request(StopCause.SinkFailed, StopTimes.AtOnce), CancellationToken.None, TaskContinuationOptions.NotOnRanToCompletion, TaskScheduler.Default);

        await _sequence.RunAsync();
        _idle.End(PatienceAfterEnd, _lines.GiveUp);
        await reading;
        await Task.WhenAny(Task.WhenAll(feeding, errors), Task.Delay(PatienceAfterEnd, TimeProvider.System));
        if (feeding.IsCompleted) await feeding;
        return new ProcessEnd(_stop.Cause, _process.ExitCode, _transcript.SessionId, _transcript.Result, _transcript.IsInTurn, _errors.Text, _transcript.Notes);
    }

    public async ValueTask DisposeAsync()
    {
        // Where it could not be seen to its end.
        _process.Signal(Signal.Kill);
        _idle.Dispose();
        await _lines.DisposeAsync();
        await _process.Errors.DisposeAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(ITranscriptSink sink)
    {
        try
        {
            while (await _lines.MoveNextAsync())
            {
                var events = _lines.SkippedBytes > 0 ? TranscriptReader.ReadSkipped(_lines.SkippedBytes) : _transcript.Read(_lines.Current);
                foreach (var transcriptEvent in events)
                {
                    if (transcriptEvent is ToolAnswered) LookAround();
                    await sink.WriteAsync(transcriptEvent, _stop.AtOnce);
                }
            }

            // One that has closed its output and goes on is silent too.
            _idle.Wait();
            if (_lines.GivenUp) await sink.WriteAsync(Events.Status("A process that this run has started still holds its output; it could not be found."), _stop.AtOnce);
        }
        catch (OperationCanceledException) when (_stop.AtOnce.IsCancellationRequested)
        {
            // Nobody is to be told any more.
        }
    }

    // A tool may have started something that the run's other processes no longer lead to when it ends.
    private void LookAround()
    {
        if (_time.GetElapsedTime(_lookedAt) < BetweenLooks) return;

        _processes.Look();
        _lookedAt = _time.GetTimestamp();
    }
}
