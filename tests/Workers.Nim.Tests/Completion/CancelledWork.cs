using Pipeline.TestKit;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>Work that nobody waits for ends, wherever it stands, and leaves room for other work.</summary>
public sealed class CancelledWork
{
    [Fact]
    public async Task Work_in_the_middle_of_an_answer_leaves_the_upstream()
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Stream().Text("first").Silence();
        using var answer = worker.Receive();
        await worker.AskAsync(answer);
        var request = await worker.Upstream.Requests.NthAsync(1);

        await worker.CancelAsync(answer);

        await request.Disconnected.Soon();
    }

    [Fact]
    public async Task Work_that_waits_to_repeat_a_call_repeats_none()
    {
        await using var worker = await RunningWorker.StartAsync(("Upstream:MaxConcurrency", "1"), ("Upstream:MaxWaitSeconds", "3600"));
        worker.Upstream.Enqueue(UpstreamReply.Error(503).WithHeader("Retry-After", "3000"));
        using var answer = worker.Receive();
        await worker.AskAsync(answer);
        await worker.Upstream.Requests.NthAsync(1);
        await worker.CancelAsync(answer);

        Assert.Equal("ok", (await worker.AnswerAsync()).Text);
        Assert.Equal(2, worker.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Work_that_a_full_client_holds_back_gives_its_slot_to_others()
    {
        await using var worker = await RunningWorker.StartAsync(("Upstream:MaxConcurrency", "1"));
        using var answer = worker.Receive();
        answer.Room = new TaskCompletionSource().Task;
        await worker.AskAsync(answer);
        await answer.Committed.Soon();
        var next = worker.AnswerAsync();

        await worker.CancelAsync(answer);

        await answer.GivenUp.Soon();
        Assert.Equal("ok", (await next).Text);
    }

    [Fact]
    public async Task A_client_that_is_slow_does_not_make_its_upstream_silent()
    {
        var time = new ManualTime();
        await using var worker = await RunningWorker.StartAsync(time);
        worker.Upstream.Default = UpstreamReply.Answer(Enumerable.Repeat("piece ", 10).ToArray()).CutInto(50);
        using var answer = worker.Receive();
        var room = new TaskCompletionSource();
        answer.Room = room.Task;

        await worker.AskAsync(answer);
        await answer.Committed.Soon();
        time.Advance(TimeSpan.FromHours(1));
        room.SetResult();
        var frames = await answer.Ended.Soon();

        Assert.Equal(Contracts.Frames.FrameKind.MessageStop, frames[^1].Kind);
    }
}
