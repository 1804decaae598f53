using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>Passes a run's events on and tells, as soon as the CLI names it, the session.</summary>
internal sealed class SessionNotice(ITranscriptSink sink, Action<string> named) : ITranscriptSink
{
    private bool _told;

    public ValueTask WriteAsync(TranscriptEvent transcriptEvent, CancellationToken cancellationToken)
    {
        if (!_told && transcriptEvent is StatusReported { SessionId: { } sessionId })
        {
            _told = true;
            named(sessionId);
        }

        return sink.WriteAsync(transcriptEvent, cancellationToken);
    }
}
