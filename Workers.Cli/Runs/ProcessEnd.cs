using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>What is known when a process has ended.</summary>
/// <param name="Cause">Why it was told to end; none where it ended by itself.</param>
/// <param name="ExitCode">Its exit code, 128 and the signal's number where a signal ended it.</param>
/// <param name="SessionId">Its session; null where it never named one.</param>
/// <param name="Result">Its last result; null where it printed none.</param>
/// <param name="InTurn">Whether it ended in the middle of a turn, of which that result knows nothing.</param>
/// <param name="Errors">The last lines of its stderr.</param>
/// <param name="Notes">The last lines of its stdout that were no events.</param>
internal sealed record ProcessEnd(StopCause Cause, int ExitCode, string? SessionId, ResultLine? Result, bool InTurn, string Errors, string Notes);
