using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>Messages that come before what they build on.</summary>
public abstract class OvertakingTests : TreeTests
{
    [Fact]
    public async Task Replies_wait_for_the_nodes_that_they_continue_from()
    {
        await using var host = await StartAsync();
        var parent = Say.Reply(Say.Tree, "parent");
        var (child, grandchild) = (Say.Reply(parent.NodeId, "child"), default(SubmitMessage));
        grandchild = Say.Reply(child.NodeId, "grandchild");
        await SendInOrderAsync(host, grandchild, child, parent);
        Assert.Equal("Expected", (await host.TreeAsync(Say.Tree))!.CurrentState);
        await host.SendAsync(Say.Root());
        foreach (var node in new[] { Say.Tree, parent.NodeId, child.NodeId, grandchild.NodeId }) await host.Worker.EndAsync(node);
        await host.NodeAsync(grandchild.NodeId, NodeState.Completed);

        Assert.Equal(["root", "parent", "child", "grandchild"], host.Worker.Claimed.Select(run => run.Prompt));
        var tree = await host.TreeAsync(Say.Tree);
        Assert.Equal((4, 0), (tree!.Nodes, tree.QueuedNodes));
        Assert.Empty(tree.Awaited);
    }

    [Fact]
    public async Task A_node_that_was_stopped_before_it_came_never_runs()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        var (one, two) = (Say.Reply(Say.Tree), Say.Reply(Say.Tree));
        await host.SendAsync(Say.Stop(one.NodeId));
        await Patience.UntilAsync(async () => (await host.TreeAsync(Say.Tree))!.Awaited.Contains(one.NodeId));
        await host.SendAsync(one);
        await host.NodeAsync(one.NodeId, NodeState.Stopped);
        await host.SendAsync(two);

        await host.Worker.RunOfAsync(two.NodeId);
    }

    [Fact]
    public async Task A_tree_that_was_stopped_before_it_came_never_runs_but_what_is_said_later_does()
    {
        await using var host = await StartAsync();
        var (early, late) = (Say.Reply(Say.Tree, "early"), Say.Reply(Say.Tree, "late"));
        await SendInOrderAsync(host, early);
        await host.SendAsync(Say.StopTree());
        await host.NodeAsync(early.NodeId, NodeState.Stopped);
        await host.SendAsync(Say.Root());
        await host.NodeAsync(Say.Tree, NodeState.Stopped);
        await host.SendAsync(late);

        await host.Worker.RunOfAsync(late.NodeId);
        Assert.Equal("late", Assert.Single(host.Worker.Claimed).Prompt);
    }

    [Fact]
    public async Task A_node_that_was_cleared_before_it_came_is_cleared_with_all_that_waits_for_it()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        var gone = Say.Reply(Say.Tree, "gone", Say.Chat("1"));
        var below = Say.Reply(gone.NodeId, "below", Say.Chat("2"));
        await host.SendAsync(Say.Clear(gone.NodeId));
        await SendInOrderAsync(host, below);
        await host.SendAsync(gone);
        await host.NodeAsync(gone.NodeId, NodeState.Cleared);

        await host.NodeAsync(below.NodeId, NodeState.Cleared);
        Assert.Equal(["1", "2"], (await host.Told.ChatAsync<MessagesCleared>(_ => true)).MessageIds.Order());
    }

    [Fact]
    public async Task Links_and_edits_that_come_first_are_there_when_the_node_comes()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Link(Say.Tree, "5"));
        await host.SendAsync(Say.Replace(Say.Tree, "edited"));
        await Patience.UntilAsync(async () => (await host.Store.ReadAsync<Persistence.Trees.AwaitedNode>(Say.Tree, default)) is { Prompt: not null, Links.Count: 1 });
        await host.SendAsync(Say.Root());

        Assert.Equal("edited", (await host.Worker.RunOfAsync(Say.Tree)).Prompt);
        Assert.Equal("5", Assert.Single((await host.NodeAsync(Say.Tree))!.Links).MessageId);
    }

    [Fact]
    public async Task What_comes_for_a_tree_that_is_not_there_is_no_dead_letter()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Resume(Say.Tree));
        await host.SendAsync(Say.Retry(Say.Tree));
        await host.SendAsync(Say.Root());
        await host.Worker.RunOfAsync(Say.Tree);

        Assert.DoesNotContain(": SKIP ", host.Log.Text, StringComparison.Ordinal);
        Assert.Empty(host.Consumed.Faults);
    }
}

public sealed class OvertakingInFilesTests : OvertakingTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.FilesAsync();
}

public sealed class OvertakingInPostgresTests : OvertakingTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
