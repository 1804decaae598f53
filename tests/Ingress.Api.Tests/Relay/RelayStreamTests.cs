using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Relay;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Relay;

public sealed class RelayStreamTests
{
    private readonly ManualTime _time = new();
    private readonly List<int> _dismissed = [];
    private readonly RelayStream _stream;

    public RelayStreamTests() => _stream = new(bufferBytes: 100, _time, progress => _dismissed.Add(progress.Attempt));

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
    public void Attempts_are_counted_as_they_take_over_and_not_once_they_come_too_late()
    {
        Assert.Equal(0, _stream.Attempts);
        Start(attempt: 5);
        Start(attempt: 3);
        Send(1, FrameKind.MessageStart, "a", attempt: 3);
        Assert.True(_stream.TryTake(out _));
        _stream.TryAccept(new Frame(Guid.Empty, 9, 0, FrameKind.Started, default));

        Assert.Equal(2, _stream.Attempts);
    }

    [Fact]
    public void A_frame_lost_after_the_commit_ends_the_stream_with_an_honest_failure()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        Assert.True(_stream.TryTake(out _));
        Assert.False(Send(3, FrameKind.MessageStop, "c"));

        Assert.True(_stream.TryTake(out var end));
        Assert.Equal(FrameKind.Failed, end.Kind);
        Assert.Equal(ErrorTypes.Overloaded, Failure.FromPayload(end.Payload).Type);
    }

    [Fact]
    public void A_frame_lost_before_the_commit_makes_the_stream_wait_for_another_attempt()
    {
        Start(attempt: 1);
        Assert.False(Send(2, FrameKind.ContentBlockStart, "b"));
        Assert.Equal([1], _dismissed);
        Assert.Equal(0, _stream.Progress.Attempt);

        Assert.True(Start(attempt: 2));
        Send(1, FrameKind.MessageStart, "new", attempt: 2);
        Assert.Equal(["new"], Taken());
    }

    [Fact]
    public void A_lost_last_frame_is_noticed_by_the_next_heartbeat()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        Assert.True(_stream.TryTake(out _));

        Assert.True(Send(1, FrameKind.Heartbeat, ""));
        Assert.False(Send(2, FrameKind.Heartbeat, ""));
        Assert.True(_stream.TryTake(out var end));
        Assert.Equal(FrameKind.Failed, end.Kind);
    }

    [Fact]
    public void A_worker_that_falls_silent_is_lost_and_one_that_beats_is_not()
    {
        Start(attempt: 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(Send(0, FrameKind.Heartbeat, ""));
        _time.Advance(TimeSpan.FromSeconds(5));
        _stream.CheckWorker(TimeSpan.FromSeconds(6));
        Assert.Equal(1, _stream.Progress.Attempt);

        _time.Advance(TimeSpan.FromSeconds(2));
        _stream.CheckWorker(TimeSpan.FromSeconds(6));
        Assert.Equal(0, _stream.Progress.Attempt);
    }

    [Fact]
    public void A_buffer_that_overflows_ends_its_stream_where_the_sender_cannot_be_held()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, new string('x', 101));
        _stream.EndIfFull();

        Assert.True(_stream.TryTake(out _));
        Assert.True(_stream.TryTake(out var end));
        Assert.Equal(FrameKind.Failed, end.Kind);
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
        Assert.Equal([1], _dismissed);
    }

    [Fact]
    public void A_second_attempt_after_the_commit_is_refused_and_the_first_goes_on()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "seen");
        Assert.True(_stream.TryTake(out _));

        Assert.False(Start(attempt: 2));
        Send(2, FrameKind.MessageStop, "end");
        Assert.Equal(["end"], Taken());
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
