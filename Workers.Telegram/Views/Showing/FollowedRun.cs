using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Workers.Telegram.Views.Content;
using Pipeline.Workers.Telegram.Views.Following;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>The run of a node that is shown, as far as its events have come. Those of earlier runs are left out.</summary>
internal sealed class FollowedRun(TimeProvider time)
{
    /// <summary>How long a run's last events are waited for when its node has ended: 2 s. A run that was lost has none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private int _ended;
    private long _finished;
    private long? _finishedAt;

    public LiveTranscript Transcript { get; } = new();

    /// <summary>A change of the node tells which run is to be shown.</summary>
    public void Expect(NodeChanged change)
    {
        var run = change.State == NodeState.Queued ? change.Run + 1 : change.Run;
        if (run > Transcript.Run) Transcript.Begin(run);
    }

    /// <summary>Adds what has come.</summary>
    public void Add(FeedPart part)
    {
        if (part.Events.Count == 0 || part.Run < Transcript.Run) return;
        if (part.Run > Transcript.Run) Transcript.Begin(part.Run);
        foreach (var happened in part.Events)
        {
            Transcript.Add(happened);
            if (happened is RunEnded) _ended = part.Run;
        }
    }

    /// <summary>Whether the node has ended, and all of it has come that will.</summary>
    public bool IsOver(NodeChanged change)
    {
        if (!change.State.IsFinished()) return false;
        if (change.Run == 0 || _ended >= change.Run) return true;

        if (_finishedAt is not { } at || _finished != change.Version) (_finished, _finishedAt) = (change.Version, time.GetTimestamp());
        else return time.GetElapsedTime(at) >= Patience;
        return false;
    }
}
