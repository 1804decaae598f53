using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Leases;
using Pipeline.Workers.Trees.Stopping;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>Stop: a node, a branch, a tree, everything.</summary>
public abstract class StopTests : TreeTests
{
    [Fact]
    public async Task A_running_node_is_stopped_once_its_run_has_ended_and_the_queue_goes_on()
    {
        await using var host = await StartAsync();
        var (queued, child) = (Say.Reply(Say.Tree, "queued"), Say.Reply(Say.Tree, "child"));
        await SendInOrderAsync(host, Say.Root(), queued, child);
        var run = await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAsync(Say.Stop(Say.Tree));
        await Patience.UntilAsync(() => Task.FromResult(host.Told.Stopped.Contains(run.RunId)));

        Assert.True((await host.Store.ReadAsync<CliRun>(run.RunId, default))!.StopRequested);
        Assert.Equal(NodeState.Running, (await host.NodeAsync(Say.Tree))!.State);
        await host.Worker.EndAsync(Say.Tree, RunState.Failed, session: "kept");
        Assert.Equal("kept", (await host.NodeAsync(Say.Tree, NodeState.Stopped)).SessionId);
        Assert.Equal("kept", (await host.Worker.EndAsync(queued.NodeId)).SessionId);
        await host.Worker.EndAsync(child.NodeId);
        await host.NodeAsync(child.NodeId, NodeState.Completed);
    }

    [Fact]
    public async Task A_run_that_no_worker_has_is_stopped_at_once_and_never_begins()
    {
        await using var host = await StartAsync();
        host.Worker.Claims = false;
        await host.SendAsync(Say.Root());
        var runId = (await host.NodeAsync(Say.Tree, NodeState.Running)).RunId!.Value;
        await host.SendAsync(Say.Stop(Say.Tree));
        await host.NodeAsync(Say.Tree, NodeState.Stopped);

        Assert.NotNull((await host.Store.ReadAsync<CliRun>(runId, default))!.EndedAt);
        Assert.Empty(host.Told.Stopped);
        Assert.Equal("Idle", (await host.TreeAsync(Say.Tree))!.CurrentState);
    }

    [Fact]
    public async Task Work_that_is_done_when_the_stop_comes_is_done()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAsync(Say.Stop(Say.Tree));
        await host.NodeAsync(Say.Tree, node => node.EndsAs == NodeState.Stopped);
        await host.Worker.EndAsync(Say.Tree);

        await host.NodeAsync(Say.Tree, NodeState.Completed);
    }

    [Fact]
    public async Task A_stopped_run_whose_worker_dies_is_stopped_and_not_interrupted()
    {
        await using var host = await StartAsync("Trees:AutoResume", "true");
        await host.SendAsync(Say.Root());
        await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAsync(Say.Stop(Say.Tree));
        await host.NodeAsync(Say.Tree, node => node.EndsAs == NodeState.Stopped);

        await LoseWorkersAsync(host, Say.Tree, NodeState.Stopped);
    }

    [Fact]
    public async Task A_branch_is_stopped_with_what_is_queued_below_finished_nodes_and_nothing_else()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        var (branch, running, other) = (Say.Reply(Say.Tree, "branch"), default(SubmitMessage), Say.Reply(Say.Tree, "other"));
        await host.SendAsync(branch);
        await host.Worker.EndAsync(branch.NodeId);
        running = Say.Reply(branch.NodeId, "running");
        var below = Say.Reply(running.NodeId, "below");
        await SendInOrderAsync(host, running, below, other);
        await host.Worker.RunOfAsync(running.NodeId);
        await host.SendAsync(Say.Stop(branch.NodeId, branch: true));
        await host.NodeAsync(below.NodeId, NodeState.Stopped);
        await host.Worker.EndAsync(running.NodeId, RunState.Stopped);
        await host.Worker.EndAsync(other.NodeId);

        await host.NodeAsync(running.NodeId, NodeState.Stopped);
        await host.NodeAsync(other.NodeId, NodeState.Completed);
        Assert.Equal(NodeState.Completed, (await host.NodeAsync(branch.NodeId))!.State);
    }

    [Fact]
    public async Task A_tree_is_stopped_whole()
    {
        await using var host = await StartAsync();
        var (one, two, waiting) = (Say.Reply(Say.Tree), Say.Reply(Say.Tree), Say.Reply(Guid.NewGuid()));
        await SendInOrderAsync(host, Say.Root(), one, two, waiting);
        await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAsync(Say.StopTree());
        foreach (var queued in new[] { one, two, waiting }) await host.NodeAsync(queued.NodeId, NodeState.Stopped);
        await host.Worker.EndAsync(Say.Tree, RunState.Stopped);
        await host.NodeAsync(Say.Tree, NodeState.Stopped);

        Assert.Equal(("Idle", 0), ((await host.TreeAsync(Say.Tree))!.CurrentState, (await host.TreeAsync(Say.Tree))!.QueuedNodes));
        Assert.Single(host.Worker.Claimed);
    }

    [Fact]
    public async Task Everything_of_a_chat_is_stopped_and_of_no_other()
    {
        await using var host = await StartAsync();
        Say[] mine = [new(), new()];
        Say other = new();
        foreach (var tree in mine) await host.SendAsync(tree.Root(message: Say.Chat($"{tree.Tree}", "mine")));
        await host.SendAsync(other.Root(message: Say.Chat("9", "other")));
        foreach (var tree in mine.Append(other)) await host.Worker.RunOfAsync(tree.Tree);
        await host.SendAsync(new StopAll { Platform = ChatPlatforms.Telegram, ChatId = "mine" });
        foreach (var tree in mine) await host.NodeAsync(tree.Tree, node => node.EndsAs == NodeState.Stopped);

        Assert.Null((await host.NodeAsync(other.Tree))!.EndsAs);
        await host.SendAsync(new StopAll());
        await host.NodeAsync(other.Tree, node => node.EndsAs == NodeState.Stopped);
    }

    [Fact]
    public async Task What_is_said_after_the_stop_goes_on_however_late_that_is_read()
    {
        await using var host = await StartAsync();
        var (asked, queued) = (Say.Then.AddSeconds(5), Say.Reply(Say.Tree) with { SubmittedAt = Say.Then.AddSeconds(6) });
        await SendInOrderAsync(host, Say.Root() with { SubmittedAt = asked }, queued);
        Say later = new();
        await host.SendAsync(later.Root() with { SubmittedAt = asked.AddSeconds(1) });
        foreach (var tree in new[] { Say, later })
        {
            await host.Worker.RunOfAsync(tree.Tree);
            await host.SendAndWaitAsync(new StopTree { TreeId = tree.Tree, AskedAt = asked }, Guid.NewGuid());
        }

        Assert.Equal(NodeState.Stopped, (await host.NodeAsync(Say.Tree))!.EndsAs);
        Assert.Equal(NodeState.Queued, (await host.NodeAsync(queued.NodeId))!.State);
        Assert.Null((await host.NodeAsync(later.Tree))!.EndsAs);
    }

    [Fact]
    public async Task Within_one_second_the_chats_own_order_tells_what_was_said_after_the_stop()
    {
        await using var host = await StartAsync();
        Say later = new();
        await host.SendAsync(Say.Root(message: Say.Chat("9")));
        await host.SendAsync(later.Root(message: Say.Chat("11")));
        foreach (var tree in new[] { Say, later }) await host.Worker.RunOfAsync(tree.Tree);
        await host.SendAsync(new StopAll { Platform = ChatPlatforms.Telegram, ChatId = "1", AskedAt = Say.Then, AskedBy = Say.Chat("10") });
        await host.NodeAsync(Say.Tree, node => node.EndsAs == NodeState.Stopped);
        await host.SendAndWaitAsync(new StopTree { TreeId = later.Tree, AskedBy = Say.Chat("10") }, Guid.NewGuid());

        Assert.Null((await host.NodeAsync(later.Tree))!.EndsAs);
    }

    [Fact]
    public async Task A_run_whose_end_nobody_was_told_of_is_over()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.LoseReportAsync(Say.Tree, "kept");
        Time.Advance(RunEnding.ReportTime);
        await host.SendAsync(Say.Stop(Say.Tree));

        Assert.Equal("kept", (await host.NodeAsync(Say.Tree, NodeState.Stopped)).SessionId);
        Assert.Equal("Idle", (await host.TreeAsync(Say.Tree))!.CurrentState);
    }

    [Fact]
    public async Task An_end_counts_as_untold_only_once_the_broker_has_had_the_time_to_bring_it()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.LoseReportAsync(Say.Tree, "kept");

        // By a clock of its own, so that the host does not look as well.
        var (broker, time) = (new ScriptedBroker(), new ManualTime());
        var unreported = new UnreportedRuns(host.Store, broker, time);
        async Task<int> LookTwiceAsync()
        {
            time.Advance(2 * UnreportedRuns.Interval);
            await unreported.LookAsync(default);
            time.Advance(UnreportedRuns.Interval);
            return (await unreported.LookAsync(default)).Count;
        }

        broker.ReadyFor = TimeSpan.Zero;
        Assert.Equal(0, await LookTwiceAsync());
        broker.ReadyFor = UnreportedRuns.Interval / 2;
        Assert.Equal(0, await LookTwiceAsync());
        broker.ReadyFor = UnreportedRuns.Interval;
        Assert.Equal(1, await LookTwiceAsync());
    }

    private sealed class ScriptedBroker : ITransportState
    {
        public string? Trouble => null;

        public TimeSpan TroubleFor => TimeSpan.Zero;

        public TimeSpan ReadyFor { get; set; }

        public bool IsBlocked => false;

        public int Reconnections => 0;

        public CancellationToken Blocked => CancellationToken.None;
    }
}

public sealed class StopInFilesTests : StopTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.FilesAsync();
}

public sealed class StopInPostgresTests : StopTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
