using Pipeline.Contracts.Transcripts;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>Takes the events of one run, in the process's order. Calls never overlap.</summary>
public interface ITranscriptSink
{
    /// <summary>
    /// Takes the next event. Until it completes the process's output is read no further, so that a slow sink holds
    /// back the process and not the memory; that time does not count as the process's idleness. If it throws, the
    /// run is killed and the exception is the run's.
    /// </summary>
    ValueTask WriteAsync(TranscriptEvent transcriptEvent, CancellationToken cancellationToken);
}
