using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Relay;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Relay;

public sealed class RelayStreamTests
{
    private readonly RelayStream _stream = new(bufferBytes: 100);

    [Fact]
    public void Frames_come_out_in_the_order_they_went_in()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        Send(2, FrameKind.MessageStop, "b");

        Assert.Equal(["a", "b"], Taken());
        Assert.True(_stream.Progress is { Ended: true, WorkerDone: true });
    }

    [Fact]
    public void A_lost_frame_ends_the_stream_with_an_honest_failure()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        Assert.False(Send(3, FrameKind.MessageStop, "c"));

        Assert.True(_stream.TryTake(out _));
        Assert.True(_stream.TryTake(out var end));
        Assert.Equal(FrameKind.Failed, end.Kind);
        Assert.Equal(ErrorTypes.Overloaded, Failure.FromPayload(end.Payload).Type);
    }

    [Fact]
    public void A_second_attempt_replaces_what_the_client_has_not_seen()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "old");
        Assert.True(Start(attempt: 2));
        Assert.False(Send(2, FrameKind.ContentBlockStart, "stale"));
        Assert.True(Send(1, FrameKind.MessageStart, "new", attempt: 2));

        Assert.Equal(["new"], Taken());
    }

    [Fact]
    public void A_second_attempt_after_the_commit_is_refused_and_the_client_told()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "seen");
        Assert.True(_stream.TryTake(out _));

        Assert.False(Start(attempt: 2));
        Assert.True(_stream.TryTake(out var end));
        Assert.Equal(FrameKind.Failed, end.Kind);
        Assert.True(_stream.Abandon(), "the first attempt's worker may still be writing");
    }

    [Fact]
    public void A_repeated_announcement_of_the_same_attempt_is_refused()
    {
        Assert.True(Start(attempt: 1));
        Assert.False(Start(attempt: 1));
    }

    [Fact]
    public void Nobody_starts_a_stream_whose_client_has_left()
    {
        Assert.False(_stream.Abandon());
        Assert.False(Start(attempt: 1));
    }

    [Fact]
    public void A_worker_that_is_done_needs_no_cancelling()
    {
        Start(attempt: 1);
        Send(1, FrameKind.Failed, "x");
        Assert.False(_stream.Abandon());
    }

    [Fact]
    public async Task A_full_buffer_holds_its_sender_until_the_client_reads()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, new string('x', 101));
        var room = _stream.WaitForRoomAsync(CancellationToken.None).AsTask();
        Assert.False(room.IsCompleted);

        Assert.True(_stream.TryTake(out _));
        await room;
    }

    [Fact]
    public async Task A_full_buffer_lets_its_sender_go_when_the_client_leaves()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, new string('x', 101));
        var room = _stream.WaitForRoomAsync(CancellationToken.None).AsTask();

        Assert.True(_stream.Abandon());
        await room;
    }

    [Fact]
    public async Task A_full_buffer_lets_its_sender_go_when_the_server_ends_the_stream()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, new string('x', 101));
        var room = _stream.WaitForRoomAsync(CancellationToken.None).AsTask();

        _stream.End(RelayFailures.ShuttingDown);
        await room.Soon();
    }

    [Fact]
    public void Pings_do_not_pile_up_behind_what_the_client_has_not_read()
    {
        _stream.Ping();
        _stream.Ping();
        Assert.True(_stream.TryTake(out var ping));
        Assert.Equal(FrameKind.Ping, ping.Kind);
        Assert.False(_stream.TryTake(out _));

        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        _stream.Ping();
        Assert.Equal(["a"], Taken());
    }

    [Fact]
    public void A_ping_of_an_earlier_attempt_does_not_stand_in_the_way_of_the_next()
    {
        Start(attempt: 1);
        _stream.Ping();
        Assert.True(Start(attempt: 2));
        Send(1, FrameKind.MessageStart, "new", attempt: 2);

        Assert.Equal(["new"], Taken());
    }

    private bool Start(int attempt) => _stream.TryAccept(new Frame(Guid.Empty, attempt, 0, FrameKind.Started, Encoding.UTF8.GetBytes("worker")));

    private bool Send(int sequence, FrameKind kind, string payload, int attempt = 1) =>
        _stream.TryAccept(new Frame(Guid.Empty, attempt, sequence, kind, Encoding.UTF8.GetBytes(payload)));

    private IEnumerable<string> Taken()
    {
        while (_stream.TryTake(out var frame)) yield return Encoding.UTF8.GetString(frame.Payload.Span);
    }
}
