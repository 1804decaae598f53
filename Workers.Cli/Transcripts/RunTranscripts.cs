using Pipeline.Persistence.Transcripts;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Tasks;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>Begins transcripts of runs and brings their viewers to them.</summary>
internal sealed class RunTranscripts(ITranscriptStore store, Viewers viewers, StoreOutage outage, TranscriptSecrets secrets, TimeProvider time)
{
    /// <summary>Begins the transcript of a run; dispose of it when the run has ended.</summary>
    public RunTranscript Begin(Guid nodeId, int run)
    {
        var transcript = new RunTranscript(
            run,
            events => outage.RideOutAsync($"Transcript of node {nodeId}", () => store.AppendAsync(nodeId, events, CancellationToken.None), StoreOutage.Patience, CancellationToken.None),
            time,
            secrets,
            transcript => viewers.Unwatch(nodeId, transcript));
        viewers.Watch(nodeId, transcript);
        return transcript;
    }

    /// <summary>Stores the end of a run by itself; may be done again.</summary>
    public Task KeepAsync(Guid nodeId, StoredEvent end) => store.AppendAsync(nodeId, [end], CancellationToken.None);

    /// <summary>The outcome of a run as it may be told.</summary>
    public RunOutcome Tellable(RunOutcome outcome) => secrets.Hide(outcome);
}
