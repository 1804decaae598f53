using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Viewing;

namespace Pipeline.Ingress.Tasks.Viewing;

/// <summary>
/// Streams one task to one client: the past from the store, the present from frames. Whatever is missing is read from the store:
/// frames may be lost, workers and broker too, and of what a slow client does not take nothing waits here but a little.
/// </summary>
internal sealed class TaskStream(
    TaskRecords tasks,
    ITranscriptStore transcripts,
    OpenViewer viewer,
    TaskEvents output,
    TimeProvider time,
    ILogger<TaskStream> log)
{
    // What is read at once while nobody knows how fast the client is.
    private const int PageBytes = 256 * 1024;

    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private long _checked;
    private long _sent;
    private bool _isSettled;

    /// <summary>Streams until the task has finished.</summary>
    /// <param name="node">The task.</param>
    /// <param name="after">What the client has already.</param>
    /// <param name="cancellationToken">The client has left, or the server stops.</param>
    public async Task RunAsync(TreeNode node, TaskEventId after, CancellationToken cancellationToken)
    {
        var transcript = new Transcript(node, after, output);
        _sent = time.GetTimestamp();
        var isDue = true;
        while (true)
        {
            if (isDue && await TryCatchUpAsync(transcript, cancellationToken)) break;

            await SendAsync(cancellationToken);
            await viewer.WaitAsync(cancellationToken);
            var isMissingSome = !AddFrames(transcript);
            isDue = viewer.HasChange || time.GetElapsedTime(_checked) >= (isMissingSome || transcript.IsEnding || !_isSettled ? OpenViewer.Tick : Recheck);
        }

        await output.FlushAsync(cancellationToken);
    }

    private bool AddFrames(Transcript transcript)
    {
        while (viewer.Frames.TryPeek(out var frame))
        {
            if (!transcript.TryAdd(frame)) return false;
            viewer.Frames.Take();
        }

        return true;
    }

    private async Task<bool> TryCatchUpAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        // What was stored between the first look and the worker's hearing of this viewer comes as no frame.
        _isSettled = _checked != 0;
        _checked = time.GetTimestamp();
        try
        {
            return await CatchUpAsync(transcript, viewer.TakeChange(), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("Task {NodeId}: the store could not be read; frames go on, and it is tried again: {Reason}", viewer.NodeId, fault.Message);
            _isSettled = false;
            return false;
        }
    }

    /// <summary>Reads what the store has; true once the task has finished and the client knows.</summary>
    private async Task<bool> CatchUpAsync(Transcript transcript, NodeChanged? change, CancellationToken cancellationToken)
    {
        // In this order: what a finished node's runs have written is all there.
        if (await tasks.FindAsync(viewer.NodeId, cancellationToken) is not { } node)
        {
            output.WriteError("The task was cleared.");
            return true;
        }

        while (await ReadPageAsync(transcript, cancellationToken)) await SendAsync(cancellationToken);
        transcript.Update(node);
        AddFrames(transcript);
        if (node.State == NodeState.Queued) transcript.Wait(await PositionAsync(node, change, cancellationToken));
        if (!node.State.IsFinished()) return false;

        transcript.Finish(await tasks.ViewAsync(node, cancellationToken));
        return true;
    }

    private async Task<int?> PositionAsync(TreeNode node, NodeChanged? change, CancellationToken cancellationToken) =>
        (change?.Version == node.Version ? change.Position : null) ?? await tasks.PositionAsync(node, cancellationToken);

    // A page is read whole before it is sent: a slow client must not keep a connection to the database.
    private async Task<bool> ReadPageAsync(Transcript transcript, CancellationToken cancellationToken)
    {
        List<StoredEvent> page = [];
        var (bytes, before) = (0, transcript.Last);
        await foreach (var stored in transcripts.ReadAsync(viewer.NodeId, transcript.Last.Position, cancellationToken))
        {
            page.Add(stored);
            bytes += stored.Payload.Length;
            if (bytes >= PageBytes) break;
        }

        foreach (var stored in page) transcript.Add(stored);

        // An end may fill a page alone, and is held back: it would be read again for ever.
        return bytes >= PageBytes && transcript.Last > before;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_sent) >= KeepAlive) output.WriteComment();
        if (await output.FlushAsync(cancellationToken)) _sent = time.GetTimestamp();
    }
}
