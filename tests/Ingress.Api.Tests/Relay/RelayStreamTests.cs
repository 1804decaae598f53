using System.Text;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Relay;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Relay;

public sealed class RelayStreamTests
{
    private readonly ManualTime _time = new();
    private readonly List<int> _dismissed = [];
    private readonly ScriptedTransport _transport = new();
    private readonly RelayStream _stream;

    public RelayStreamTests() => _stream = new(bufferBytes: 100, _time, reconnections: 0, progress => _dismissed.Add(progress.Attempt));

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
        Assert.False(Look());
        Assert.Equal(1, _stream.Progress.Attempt);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(Look());
        Assert.Equal(0, _stream.Progress.Attempt);
        Assert.Equal([1], _dismissed);
    }

    [Fact]
    public void A_lost_request_is_sent_again_once_and_not_when_another_worker_has_come()
    {
        Start(attempt: 1);
        Send(2, FrameKind.MessageStart, "after a gap");
        Assert.True(Look());
        Assert.False(Look());

        Start(attempt: 2);
        Send(2, FrameKind.MessageStart, "after a gap", attempt: 2);
        Start(attempt: 3);
        Assert.False(Look());
    }

    [Fact]
    public void A_request_that_takes_its_workers_down_is_sent_again_once_and_given_up_in_time()
    {
        Start(attempt: 1);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.True(Look());

        Start(attempt: 2);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(Look());
        _time.Advance(TimeSpan.FromSeconds(31));
        Look();

        Assert.Equal(RelayFailures.WorkersLost.Message, LastFailure().Message);
    }

    [Fact]
    public void Nobody_is_blamed_for_silence_while_the_broker_is_away()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        Assert.True(_stream.TryTake(out _));
        _time.Advance(TimeSpan.FromSeconds(20));

        _transport.BeInTrouble(TimeSpan.FromSeconds(20));
        Look();
        _transport.BeReady(TimeSpan.FromSeconds(3));
        Look();
        Assert.False(_stream.Progress.Ended);

        _transport.BeReady(TimeSpan.FromSeconds(7));
        Look();
        Assert.Equal(RelayFailures.WorkerLost.Message, LastFailure().Message);
    }

    [Fact]
    public void A_broker_that_stays_away_ends_the_stream_with_503()
    {
        _transport.BeInTrouble(TimeSpan.FromSeconds(31));
        Look();

        Assert.Equal(503, LastFailure().Status);
    }

    [Fact]
    public void A_request_that_no_worker_takes_is_told_so_in_time()
    {
        _time.Advance(TimeSpan.FromSeconds(29));
        Look();
        Assert.False(_stream.Progress.Ended);

        _time.Advance(TimeSpan.FromSeconds(2));
        Look();
        Assert.Contains("No worker", LastFailure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_whose_worker_may_have_been_missed_while_the_broker_was_away_is_sent_again()
    {
        _transport.Reconnections = 1;
        _transport.BeReady(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(Look());

        _transport.BeReady(TimeSpan.FromSeconds(7));
        Assert.True(Look());
        Assert.False(Look());
    }

    [Fact]
    public void A_stream_that_is_given_up_is_not_sent_again()
    {
        _transport.Reconnections = 1;
        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.False(Look());
        Assert.True(_stream.Progress.Ended);
    }

    [Fact]
    public void A_frame_that_comes_twice_counts_once()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, "a");
        Assert.True(Send(1, FrameKind.MessageStart, "a"));
        Send(2, FrameKind.MessageStop, "b");

        Assert.Equal(["a", "b"], Taken());
    }

    [Fact]
    public void A_buffer_that_overflows_ends_its_stream_where_the_sender_cannot_be_held()
    {
        Start(attempt: 1);
        Send(1, FrameKind.MessageStart, new string('x', 101));
        _stream.EndIfFull();
        Assert.Equal([1], _dismissed);

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
    public void A_repeated_announcement_of_the_same_attempt_changes_nothing()
    {
        Assert.True(Start(attempt: 1));
        Send(1, FrameKind.MessageStart, "a");
        Assert.True(Start(attempt: 1));
        Send(2, FrameKind.MessageStop, "b");

        Assert.Equal(["a", "b"], Taken());
        Assert.Empty(_dismissed);
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

    private bool Look() => _stream.NeedsSending(new RelayLimits(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(30)), _transport);

    private Failure LastFailure()
    {
        Assert.True(_stream.TryTake(out var end));
        Assert.Equal(FrameKind.Failed, end.Kind);
        return Failure.FromPayload(end.Payload);
    }

    private IEnumerable<string> Taken()
    {
        while (_stream.TryTake(out var frame)) yield return Encoding.UTF8.GetString(frame.Payload.Span);
    }
}
