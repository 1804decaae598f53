using System.Collections.Concurrent;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>Somebody who watches a node.</summary>
internal sealed class Watcher : IFrameSink, IDisposable
{
    private readonly ConcurrentQueue<Frame> _frames = new();
    private readonly TaskCompletionSource _reads = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _stream;

    public Watcher(CliHost host, RunCliTask task, bool reads = true)
    {
        if (reads) _reads.SetResult();
        var inbox = host.Get<IFrameInbox>();
        var streamId = Guid.NewGuid();
        Attached = new AttachViewer { NodeId = task.NodeId, StreamId = streamId, Address = inbox.Address };
        _stream = inbox.Open(streamId, this);
    }

    /// <summary>What it tells the workers.</summary>
    public AttachViewer Attached { get; }

    public IReadOnlyList<Frame> Frames => [.. _frames];

    public IReadOnlyList<TranscriptEvent> Events => [.. _frames.Select(frame => TranscriptEvent.FromPayload(frame.Payload))];

    /// <summary>Begins to read, if it has not yet.</summary>
    public void Read() => _reads.TrySetResult();

    /// <summary>Waits until it has seen the end of the run.</summary>
    public Task SeesEndAsync() => Patience.UntilAsync(() => Task.FromResult(Events is [.., RunEnded]));

    public bool TryAccept(Frame frame)
    {
        _frames.Enqueue(frame);
        return true;
    }

    public void EndIfFull()
    {
        // It has room for everything.
    }

    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => new(_reads.Task.WaitAsync(cancellationToken));

    public void Dispose()
    {
        Read();
        _stream.Dispose();
    }
}
