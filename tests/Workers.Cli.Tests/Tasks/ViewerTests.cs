using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Tasks;
using Pipeline.Workers.Cli.Tests.Running;
using Pipeline.Workers.Cli.Transcripts;

namespace Pipeline.Workers.Cli.Tests.Tasks;

public sealed class ViewerTests
{
    private const string TwoHalves = "for n in 1 2 3; do text $n; done; touch half; until [ -e go ]; do sleep 0.02; done; for n in 4 5 6; do text $n; done; result done";

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Who_watches_before_a_node_runs_sees_all_of_it()
    {
        await using var host = await StartAsync();
        var task = CliHost.Task("text hello; result done");
        using var watcher = new Watcher(host, task);
        host.Get<Viewers>().Attach(watcher.Attached);
        await host.RunAsync(task);
        await watcher.SeesEndAsync();

        Assert.All(watcher.Frames, frame => Assert.Equal((FrameKind.Transcript, 1), (frame.Kind, frame.Attempt)));
        Assert.Equal((await host.TranscriptAsync(task)).Select(stored => stored.Position), watcher.Frames.Select(frame => (long)frame.Sequence));
    }

    [Fact]
    public async Task Who_comes_in_the_middle_sees_everything_once_and_in_order_from_store_and_frames()
    {
        await using var host = await StartAsync();
        var task = await HalfAsync(host);
        using var early = new Watcher(host, task);
        await host.PublishAsync(early.Attached);
        await Patience.UntilAsync(() => Task.FromResult(early.Frames.Count == 3));

        // What is stored by now is read there.
        await StoreAsync(host, task, events: 3);
        using var late = new Watcher(host, task);
        host.Get<Viewers>().Attach(late.Attached);
        host.Get<Viewers>().Attach(early.Attached);
        await host.MakeAsync("go");
        await Task.WhenAll(early.SeesEndAsync(), late.SeesEndAsync());

        Assert.Equal(["1", "2", "3", "4", "5", "6"], early.Events.OfType<TextWritten>().Select(text => text.Text));
        Assert.Equal(Enumerable.Range(1, early.Frames.Count), early.Frames.Select(frame => frame.Sequence));

        // What is being stored as he comes may be in both.
        Assert.InRange(late.Frames.Count, early.Frames.Count - 3, early.Frames.Count);
        Assert.Equal(early.Frames.TakeLast(late.Frames.Count).Select(frame => frame.Sequence), late.Frames.Select(frame => frame.Sequence));
        await host.Told.EndOfAsync(task);
        Assert.Equal(early.Frames.Count, (await host.TranscriptAsync(task)).Count);
    }

    [Fact]
    public async Task Who_does_not_come_back_within_the_lease_is_sent_nothing_more()
    {
        await using var host = await StartAsync();
        var task = await HalfAsync(host);
        using var watcher = new Watcher(host, task);
        host.Get<Viewers>().Attach(watcher.Attached);
        await Patience.UntilAsync(() => Task.FromResult(watcher.Frames.Count == 3));
        for (var renewals = 0; renewals <= AttachViewer.Lease / RunLease.Interval; renewals++)
        {
            await Patience.UntilAsync(() => Task.FromResult(_time.HasTimerIn(RunLease.Interval)));
            _time.Advance(RunLease.Interval);
        }

        await host.MakeAsync("go");

        await host.Told.EndOfAsync(task);
        Assert.Equal(3, watcher.Frames.Count);
    }

    [Fact]
    public async Task Who_reads_nothing_holds_back_neither_the_run_nor_others_and_keeps_no_memory_for_all_of_it()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("long=$(head -c 16000 /dev/zero | tr '\\0' x); for n in $(seq 600); do text $long; done; result done");
        using var slow = new Watcher(host, task, reads: false);
        using var quick = new Watcher(host, task);
        host.Get<Viewers>().Attach(slow.Attached);
        host.Get<Viewers>().Attach(quick.Attached);

        Assert.Equal(RunState.Completed, (await host.RunAsync(task)).State);
        await quick.SeesEndAsync();
        Assert.Equal(601, quick.Frames.Count);
        Assert.Single(slow.Frames);

        // The rest is a gap, which it fills from the store.
        slow.Read();
        await Patience.UntilAsync(() => Task.FromResult(slow.Frames.Count > 1));
        Assert.InRange(slow.Frames.Sum(frame => frame.Payload.Length), 1, 5 * 1024 * 1024);
        Assert.True((await host.TranscriptAsync(task))[^1].Event is RunEnded);
    }

    private Task<CliHost> StartAsync() => CliHost.StartAsync(_time);

    private static async Task<RunCliTask> HalfAsync(CliHost host)
    {
        var task = CliHost.Task(TwoHalves);
        await host.SendAsync(task);
        await host.MakesAsync("half");
        return task;
    }

    private Task StoreAsync(CliHost host, RunCliTask task, int events) => Patience.UntilAsync(async () =>
    {
        _time.Advance(RunTranscript.Interval);
        return (await host.TranscriptAsync(task)).Count == events;
    });
}
