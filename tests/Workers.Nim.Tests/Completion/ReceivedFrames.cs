using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>The requester's side of one stream: keeps every frame until the last.</summary>
internal sealed class ReceivedFrames : IFrameSink, IDisposable
{
    private readonly TaskCompletionSource<IReadOnlyList<Frame>> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Frame> _frames = [];
    private readonly IDisposable _subscription;

    public ReceivedFrames(IFrameInbox inbox) => _subscription = inbox.Open(StreamId, this);

    public Guid StreamId { get; } = Guid.NewGuid();

    public Task<IReadOnlyList<Frame>> Ended => _ended.Task;

    /// <summary>Completes when the answer begins.</summary>
    public Task Committed => _committed.Task;

    public Frame First => _frames[0];

    public bool TryAccept(Frame frame)
    {
        _frames.Add(frame);
        if (frame.Kind == FrameKind.Answering) _committed.TrySetResult();
        if (frame.Kind.EndsStream()) _ended.TrySetResult(_frames);
        return true;
    }

    /// <summary>Completes when there is room for frames; until then the worker is held back.</summary>
    public Task Room { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the worker gives up waiting for room.</summary>
    public Task GivenUp => _givenUp.Task;

    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Room.WaitAsync(cancellationToken);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested) _givenUp.TrySetResult();
        }
    }

    public void EndIfFull()
    {
        // This process's pump asks for room instead.
    }

    public void Dispose() => _subscription.Dispose();
}
