using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees.Reading;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>What runs when.</summary>
public abstract class QueueTests : TreeTests
{
    [Fact]
    public async Task A_root_runs_at_once_in_the_workspace_that_it_names()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root("do it", options: new TaskOptions { Workspace = "/work", Model = "opus" }));
        var run = await host.Worker.RunOfAsync(Say.Tree);

        Assert.Equal(("do it", 1, null, false), (run.Prompt, run.Run, run.SessionId, run.ForkSession));
        Assert.Equal(new TaskOptions { Workspace = "/work", Model = "opus" } with { AddDirectories = run.Options.AddDirectories }, run.Options);
        await host.Told.UntilAsync(Say.Tree, change => change is { State: NodeState.Running, Run: 1 });
        Assert.Equal("Running", (await host.TreeAsync(Say.Tree))!.CurrentState);
    }

    [Fact]
    public async Task A_reply_forks_the_session_of_the_node_that_it_replies_to_and_works_where_the_root_does()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root(options: new TaskOptions { Workspace = "/work" }));
        await host.Worker.EndAsync(Say.Tree, session: "first");
        var (left, right) = (Say.Reply(Say.Tree, "left"), Say.Reply(Say.Tree, "right") with { Options = new TaskOptions { Workspace = "/elsewhere" } });
        await host.SendAsync(left);
        var one = await host.Worker.EndAsync(left.NodeId, session: "left's");
        await host.SendAsync(right);
        var other = await host.Worker.EndAsync(right.NodeId, session: "right's");
        var deeper = Say.Reply(left.NodeId);
        await host.SendAsync(deeper);
        var run = await host.Worker.RunOfAsync(deeper.NodeId);

        Assert.All([one, other], fork => Assert.Equal(("first", true, "/work"), (fork.SessionId, fork.ForkSession, fork.Options.Workspace)));
        Assert.Equal(("left's", true), (run.SessionId, run.ForkSession));
    }

    [Fact]
    public async Task Replies_wait_for_their_turn_and_are_told_when_they_move_up()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.RunOfAsync(Say.Tree);
        SubmitMessage[] replies = [Say.Reply(Say.Tree, "1"), Say.Reply(Say.Tree, "2"), Say.Reply(Say.Tree, "3")];
        foreach (var reply in replies)
        {
            await host.SendAsync(reply);
            await host.NodeAsync(reply.NodeId, NodeState.Queued);
        }

        for (var position = 1; position <= 3; position++)
        {
            var expected = position;
            await host.Told.UntilAsync(replies[position - 1].NodeId, change => change.Position == expected);
        }

        await host.Worker.EndAsync(Say.Tree);
        foreach (var reply in replies) await host.Worker.EndAsync(reply.NodeId);
        await host.NodeAsync(replies[2].NodeId, NodeState.Completed);

        Assert.Equal(["root", "1", "2", "3"], host.Worker.Claimed.Select(run => run.Prompt));
        await host.Told.UntilAsync(replies[2].NodeId, change => change.Position == 1);
        Assert.Equal([3, 2, 1, null, null], host.Told.Of(replies[2].NodeId).Select(change => change.Position));
        Assert.Equal(("Idle", 0, 4), ((await host.TreeAsync(Say.Tree))!.CurrentState, (await host.TreeAsync(Say.Tree))!.QueuedNodes, (await host.TreeAsync(Say.Tree))!.Nodes));
    }

    [Fact]
    public async Task Trees_run_beside_each_other()
    {
        await using var host = await StartAsync();
        Say[] trees = [.. Enumerable.Range(0, 8).Select(_ => new Say())];
        foreach (var tree in trees) await host.SendAsync(tree.Root());

        foreach (var tree in trees) await host.Worker.RunOfAsync(tree.Tree);
    }

    [Fact]
    public async Task What_there_is_can_be_asked_in_numbers()
    {
        await using var host = await StartAsync();
        Say other = new();
        await SendInOrderAsync(host, Say.Root(), Say.Reply(Say.Tree), Say.Reply(Say.Tree), other.Root());
        await host.Worker.RunOfAsync(Say.Tree);
        await host.Worker.EndAsync(other.Tree);
        await host.NodeAsync(other.Tree, NodeState.Completed);

        Assert.Equal(new TreeStatistics(Trees: 2, Running: 1, Queued: 2, Processes: 1, Workers: 1), await host.Get<ITreeReader>().StatisticsAsync(default));
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_one_node()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SendAsync(Say.Root(), id)));
        await host.SendAsync(Say.Root("another prompt"));
        await host.Worker.EndAsync(Say.Tree);
        await host.SendAsync(Say.Root());
        var reply = Say.Reply(Say.Tree);
        await host.SendAsync(reply);
        await host.Worker.EndAsync(reply.NodeId);
        await host.NodeAsync(reply.NodeId, NodeState.Completed);

        Assert.Equal(2, host.Worker.Claimed.Count);
        Assert.Equal(2, (await host.TreeAsync(Say.Tree))!.Nodes);
    }

    [Fact]
    public async Task A_failure_fails_what_is_queued_behind_it_on_its_branch_and_nothing_else()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        var failing = Say.Reply(Say.Tree, "failing");
        var child = Say.Reply(failing.NodeId, "child");
        var grandchild = Say.Reply(child.NodeId, "grandchild");
        var other = Say.Reply(Say.Tree, "other");
        await SendInOrderAsync(host, failing, child, grandchild, other);

        await host.Worker.EndAsync(failing.NodeId, RunState.Failed);
        await host.Worker.EndAsync(other.NodeId);

        Assert.Equal("It did not work.", (await host.NodeAsync(failing.NodeId, NodeState.Failed)).Error);
        Assert.Contains("has failed", (await host.NodeAsync(child.NodeId, NodeState.Failed)).Error, StringComparison.Ordinal);
        await host.NodeAsync(grandchild.NodeId, NodeState.Failed);
        await host.NodeAsync(other.NodeId, NodeState.Completed);
        await host.NodeAsync(Say.Tree, NodeState.Completed);
    }

    [Fact]
    public async Task A_failure_fails_all_of_its_branch_that_is_queued_also_behind_a_node_that_was_stopped()
    {
        await using var host = await StartAsync();
        var child = Say.Reply(Say.Tree, "child");
        var grandchild = Say.Reply(child.NodeId, "grandchild");
        await SendInOrderAsync(host, Say.Root(), child, grandchild);
        await host.SendAsync(Say.Stop(child.NodeId));
        await host.NodeAsync(child.NodeId, NodeState.Stopped);
        await host.Worker.EndAsync(Say.Tree, RunState.Failed);

        Assert.Contains("has failed", (await host.NodeAsync(grandchild.NodeId, node => node.State != NodeState.Queued)).Error, StringComparison.Ordinal);
        Assert.Equal(NodeState.Stopped, (await host.NodeAsync(child.NodeId))!.State);
    }

    [Fact]
    public async Task Messages_that_overtake_each_other_run_in_the_order_in_which_they_were_said()
    {
        await using var host = await StartAsync();
        SubmitMessage Said(int second, string message) => Say.Reply(Say.Tree, $"{second} {message}", Say.Chat(message)) with { SubmittedAt = Say.Then.AddSeconds(second) };
        SubmitMessage[] replies = [Said(3, "7"), Said(1, "5"), Said(3, "6"), Said(2, "9")];
        var follower = Say.Reply(replies[0].NodeId, "follows 3 7") with { SubmittedAt = Say.Then };
        await SendInOrderAsync(host, [Say.Root(), .. replies, follower]);
        await host.Told.UntilAsync(replies[1].NodeId, change => change.Position == 1);
        Guid[] order = [Say.Tree, replies[1].NodeId, replies[3].NodeId, replies[2].NodeId, replies[0].NodeId, follower.NodeId];
        foreach (var node in order) await host.Worker.EndAsync(node);
        await host.NodeAsync(follower.NodeId, NodeState.Completed);

        Assert.Equal(["root", "1 5", "2 9", "3 6", "3 7", "follows 3 7"], host.Worker.Claimed.Select(run => run.Prompt));
    }

    [Fact]
    public async Task Who_waits_for_a_node_that_has_not_come_is_no_place_in_the_queue()
    {
        await using var host = await StartAsync();
        var (orphan, reply) = (Say.Reply(Guid.NewGuid()), Say.Reply(Say.Tree));
        await SendInOrderAsync(host, Say.Root(), orphan, reply);

        Assert.Equal(1, (await host.Told.UntilAsync(reply.NodeId, _ => true)).Position);
    }

    [Fact]
    public async Task The_newest_edit_counts_in_whichever_order_edits_come()
    {
        await using var host = await StartAsync();
        var (there, early) = (Say.Reply(Say.Tree), Say.Reply(Say.Tree));
        await SendInOrderAsync(host, Say.Root(), there);
        foreach (var reply in new[] { there, early })
        {
            await host.SendAndWaitAsync(Say.Replace(reply.NodeId, "second", Say.Then.AddSeconds(2)), Guid.NewGuid());
            await host.SendAndWaitAsync(Say.Replace(reply.NodeId, "first", Say.Then.AddSeconds(1)), Guid.NewGuid());
        }

        await host.SendAsync(early);
        Assert.Equal("second", (await host.NodeAsync(early.NodeId, NodeState.Queued)).Prompt);
        Assert.Equal("second", (await host.NodeAsync(there.NodeId))!.Prompt);
    }

    [Fact]
    public async Task The_answer_goes_to_the_chat_with_the_end_and_to_nobody_else()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root(message: Say.Chat("7")));
        await host.Worker.NameSessionAsync(Say.Tree, "named");
        await host.Told.UntilAsync(Say.Tree, change => change.SessionId == "named");
        await host.Worker.EndAsync(Say.Tree, text: "the answer", session: "named");

        var told = await host.Told.ChatAsync<NodeChanged>(change => change.State == NodeState.Completed);
        Assert.Equal(("the answer", "7"), (told.Text, told.Message!.MessageId));
        Assert.Null((await host.Told.UntilAsync(Say.Tree, change => change.State == NodeState.Completed)).Text);
        await host.Told.ChatAsync<NodeChanged>(change => change is { State: NodeState.Running, Text: null });
    }

    [Fact]
    public async Task An_edited_message_runs_as_it_was_edited_unless_it_runs_already()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.RunOfAsync(Say.Tree);
        var reply = Say.Reply(Say.Tree, "before");
        await SendInOrderAsync(host, reply);
        await host.SendAsync(Say.Replace(reply.NodeId, "after"));
        await host.NodeAsync(reply.NodeId, node => node.Prompt == "after");
        await host.SendAsync(Say.Replace(Say.Tree, "too late"));
        await host.Worker.EndAsync(Say.Tree);

        Assert.Equal("after", (await host.Worker.RunOfAsync(reply.NodeId)).Prompt);
        Assert.Equal("root", (await host.NodeAsync(Say.Tree))!.Prompt);
    }
}

public sealed class QueueInFilesTests : QueueTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.FilesAsync();
}

public sealed class QueueInPostgresTests : QueueTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
