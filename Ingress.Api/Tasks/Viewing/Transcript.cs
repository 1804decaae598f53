using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Trees;

namespace Pipeline.Ingress.Tasks.Viewing;

/// <summary>
/// What one client has been given of a node's story, and what comes next: each event once and in order, wherever it comes from.
/// The end of the newest run is held back, as the node may not have ended with it.
/// </summary>
/// <param name="node">The node, as it was when the client came.</param>
/// <param name="after">What the client has already.</param>
/// <param name="output">Where events go.</param>
internal sealed class Transcript(TreeNode node, TaskEventId after, TaskEvents output)
{
    private static readonly byte[] NoLongerKept = new StatusReported { Text = "Earlier events of this run are no longer kept." }.ToPayload();

    private TreeNode _node = node;
    private StoredEvent? _end;
    private (NodeState State, int? Position) _told;

    /// <summary>The last event that the client has.</summary>
    public TaskEventId Last { get; private set; } = after;

    /// <summary>Whether the run's last event is there, and the node's end has to follow.</summary>
    public bool IsEnding => _end is not null;

    /// <summary>The node as it is now; what follows belongs to its runs so far.</summary>
    public void Update(TreeNode node)
    {
        _node = node;
        if (node.State == NodeState.Running) Begin(node.Runs);
    }

    /// <summary>Adds a stored event, unless the client has it.</summary>
    public void Add(StoredEvent stored)
    {
        var id = TaskEventId.Of(stored.Position);
        if (id <= Last) return;

        TellGap(id);
        var name = EventNames.Of(stored.Payload.Span);
        if (name.SequenceEqual(EventNames.Result))
        {
            AddEnd(stored, id);
            return;
        }

        Begin(id.Run);
        output.Write(id, name, stored.Payload.Span);
        Last = id;
    }

    /// <summary>Adds a frame; false where others are missing before it.</summary>
    public bool TryAdd(Frame frame)
    {
        var stored = new StoredEvent(TranscriptPosition.Of(frame.Attempt, frame.Sequence), frame.Payload);
        var id = TaskEventId.Of(stored.Position);
        if (id <= Last || stored.Position == _end?.Position) return true;
        if (id != Last.Next) return false;

        Add(stored);
        return true;
    }

    /// <summary>Tells where a node stands that waits for its turn.</summary>
    public void Wait(int? position)
    {
        WriteEnd();
        var id = TaskEventId.OfChange(_node.Runs, _node.Version);

        // A place in the queue may change without the node: then the event repeats its id.
        if (_told == (NodeState.Queued, position) || id < Last) return;

        _told = (NodeState.Queued, position);
        output.Write(id, EventNames.Status, Status(NodeState.Queued) with { Position = position }, TaskJson.Readable.TaskStatus);
        Last = id;
    }

    /// <summary>Ends the story; the client may have had that before.</summary>
    public void Finish(TaskView result)
    {
        var id = TaskEventId.OfChange(_node.Runs, _node.Version);
        if (id <= Last) return;

        output.Write(id, EventNames.Result, result with { Type = "result", Prompt = null }, TaskJson.Readable.TaskView);
        Last = id;
    }

    // What is neither in frames nor in the store is no longer kept. The note has the id of the last event that it stands for.
    private void TellGap(TaskEventId next)
    {
        if (next == Last.Next || next == TaskEventId.OfStart(next.Run).Next) return;

        Begin(next.Run);
        Last = next.Previous;
        output.Write(Last, EventNames.Status, NoLongerKept);
    }

    private void AddEnd(StoredEvent stored, TaskEventId id)
    {
        _end = stored;
        if (id.Run < _node.Runs) WriteEnd();
    }

    // The end of an earlier run is not the task's.
    private void WriteEnd()
    {
        if (_end is not { } end) return;

        _end = null;
        var id = TaskEventId.Of(end.Position);
        if (id <= Last) return;

        Begin(id.Run);
        output.Write(id, EventNames.Status, Status(StateAfter(end)) with { Run = id.Run }, TaskJson.Readable.TaskStatus);
        Last = id;
    }

    private void Begin(int run)
    {
        if (_end is { } end && end.Position.Run < run) WriteEnd();
        var id = TaskEventId.OfStart(run);
        if (id <= Last) return;

        _told = (NodeState.Running, null);
        output.Write(id, EventNames.Status, Status(NodeState.Running) with { Run = run }, TaskJson.Readable.TaskStatus);
        Last = id;
    }

    private static NodeState StateAfter(StoredEvent end) => (TranscriptEvent.FromPayload(end.Payload) as RunEnded)?.State switch
    {
        RunState.Completed => NodeState.Completed,
        RunState.Stopped => NodeState.Stopped,
        RunState.Interrupted => NodeState.Interrupted,
        _ => NodeState.Failed,
    };

    private TaskStatus Status(NodeState state) => new() { Id = TaskIds.Task(_node.Id), TreeId = TaskIds.Tree(_node.TreeId), State = state };
}
