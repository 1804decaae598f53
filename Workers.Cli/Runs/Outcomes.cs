using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>Decides how a run has ended, and tells it as the last events of its transcript.</summary>
internal static class Outcomes
{
    /// <summary>The outcome of a process.</summary>
    public static RunOutcome Of(ProcessEnd end, CliOptions options) => Judge(end, options) with
    {
        Text = end.Result is { Succeeded: true } ? end.Result.Text : "",
        SessionId = end.SessionId,
        Usage = end.Result?.Usage,
        CostUsd = end.Result?.CostUsd,
        Turns = (int?)end.Result?.Turns,
        ExitCode = end.ExitCode,
    };

    /// <summary>The outcome of a run that could not do what it was asked.</summary>
    public static RunOutcome Failed(string error) => new() { State = RunState.Failed, Error = Passages.WithoutNul(error) };

    /// <summary>The last events.</summary>
    public static IEnumerable<TranscriptEvent> Events(RunOutcome outcome)
    {
        if (outcome is { State: RunState.Failed or RunState.Interrupted, Error: { } error })
            yield return new ErrorReported { Text = Passages.Begin(error, TranscriptBounds.Sentence).Text };

        var (text, cut) = Passages.Begin(outcome.Text, TranscriptBounds.FinalText);
        yield return new RunEnded
        {
            State = outcome.State,
            Text = text,
            CutCharacters = cut,
            SessionId = outcome.SessionId,
            Usage = outcome.Usage,
            CostUsd = outcome.CostUsd,
            Turns = outcome.Turns,
        };
    }

    /// <summary>The outcome where it was told to end.</summary>
    public static RunOutcome Stopped(StopCause cause, CliOptions options) => new() { State = State(cause), Error = Words(cause, options) };

    private static string Words(StopCause cause, CliOptions options) => cause switch
    {
        StopCause.Requested => "Stopped.",
        StopCause.Idle => $"Claude Code printed nothing for {options.IdleTimeoutSeconds:0.#} s and was ended (CLI_IDLE_TIMEOUT).",
        StopCause.TotalTime => $"Claude Code ran for {options.TotalTimeoutSeconds:0.#} s, which is all that it is allowed, and was ended (CLI_TOTAL_TIMEOUT).",
        StopCause.Shutdown => "The worker that ran Claude Code was stopped. What it has done stays, and its session can be continued.",
        StopCause.LeaseLost => "The worker that ran Claude Code lost touch with the others and ended it. What it has done stays, and its session can be continued.",
        _ => "What Claude Code did could not be told, so it was ended.",
    };

    // What had given its answer has completed, and so has what ended with it before a person's stop could reach it. The answer of an
    // earlier turn is none to what the run was at.
    private static RunOutcome Judge(ProcessEnd end, CliOptions options) => end switch
    {
        { Result.Succeeded: true } when end.ExitCode == 0 || (!end.InTurn && KeepsAnswer(end.Cause)) => new RunOutcome { State = RunState.Completed },
        { Cause: StopCause.None } => Failed(FailureWords.Of(end.InTurn ? end with { Result = null } : end)),
        { Cause: StopCause.Idle or StopCause.TotalTime } => Failed(Words(end.Cause, options) + FailureWords.LastWords(end)),
        _ => Stopped(end.Cause, options),
    };

    // A person may have stopped what went on after the answer.
    private static bool KeepsAnswer(StopCause cause) =>
        cause is StopCause.None or StopCause.Idle or StopCause.TotalTime or StopCause.Shutdown or StopCause.LeaseLost;

    private static RunState State(StopCause cause) => cause switch
    {
        StopCause.Requested => RunState.Stopped,
        StopCause.Shutdown or StopCause.LeaseLost => RunState.Interrupted,
        _ => RunState.Failed,
    };
}
