using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>Clear: nothing is kept but that something was there.</summary>
public abstract class ClearTests : TreeTests
{
    [Fact]
    public async Task A_branch_is_forgotten_with_its_messages_and_transcripts_and_the_rest_stays()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root(message: Say.Chat("1")));
        await host.Worker.EndAsync(Say.Tree);
        var (gone, below, stays) = (Say.Reply(Say.Tree, "gone", Say.Chat("2")), default(SubmitMessage), Say.Reply(Say.Tree, "stays", Say.Chat("3")));
        await host.SendAsync(gone);
        await host.Worker.EndAsync(gone.NodeId);
        below = Say.Reply(gone.NodeId, "below", Say.Chat("4"));
        await host.SendAsync(below);
        await host.Worker.EndAsync(below.NodeId);
        await host.SendAsync(stays);
        await host.Worker.EndAsync(stays.NodeId);
        await host.SendAsync(Say.Link(below.NodeId, "5"));
        await LinkedAsync(host, "5", below.NodeId);
        var transcripts = host.Get<ITranscriptStore>();
        await transcripts.AppendAsync(gone.NodeId, [new StoredEvent(TranscriptPosition.Of(1, 1), "{}"u8.ToArray())], default);

        await host.SendAsync(Say.Clear(gone.NodeId));
        var told = await host.Told.ChatAsync<MessagesCleared>(_ => true);
        await Patience.UntilAsync(async () => await transcripts.LastAsync(gone.NodeId, default) is null);

        Assert.Equal(["2", "4", "5"], told.MessageIds.Order());
        foreach (var node in new[] { gone, below })
        {
            var cleared = await host.NodeAsync(node.NodeId, NodeState.Cleared);
            Assert.Equal(("", null, null), (cleared.Prompt, cleared.SessionId, cleared.Message));
            Assert.Empty(cleared.Links);
        }

        Assert.Equal(NodeState.Completed, (await host.NodeAsync(stays.NodeId))!.State);
        await LinkedAsync(host, "2", null);
        await LinkedAsync(host, "5", null);
        await LinkedAsync(host, "3", stays.NodeId);
    }

    [Fact]
    public async Task A_running_node_is_stopped_first_and_cleared_when_it_ends_and_what_is_queued_at_once()
    {
        await using var host = await StartAsync();
        var queued = Say.Reply(Say.Tree, "queued", Say.Chat("2"));
        await SendInOrderAsync(host, Say.Root(message: Say.Chat("1")), queued);
        await host.Worker.RunOfAsync(Say.Tree);
        await host.SendAsync(Say.Clear(Say.Tree));
        await host.NodeAsync(queued.NodeId, NodeState.Cleared);
        await host.SendAsync(Say.Stop(Say.Tree));
        await host.SendAsync(Say.Link(Say.Tree, "3"));
        await LinkedAsync(host, "3", Say.Tree);
        Assert.Equal(NodeState.Cleared, (await host.NodeAsync(Say.Tree))!.EndsAs);

        await host.Worker.EndAsync(Say.Tree);
        await host.NodeAsync(Say.Tree, NodeState.Cleared);
        Assert.Equal(["1", "3"], (await host.Told.ChatAsync<MessagesCleared>(cleared => cleared.MessageIds.Contains("1"))).MessageIds.Order());
    }

    [Fact]
    public async Task A_reply_to_what_is_cleared_fails_with_words()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        await host.SendAsync(Say.Clear(Say.Tree));
        await host.NodeAsync(Say.Tree, NodeState.Cleared);
        var (reply, orphan) = (Say.Reply(Say.Tree), Say.Reply(Guid.NewGuid()));
        await host.SendAsync(reply);
        await host.SendAsync(orphan);

        Assert.Contains("was cleared", (await host.NodeAsync(reply.NodeId, NodeState.Failed)).Error, StringComparison.Ordinal);
        Assert.Contains("was cleared", (await host.NodeAsync(orphan.NodeId, NodeState.Failed)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_linked_too_late_is_cleared_too()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        await host.SendAsync(Say.Clear(Say.Tree));
        await host.NodeAsync(Say.Tree, NodeState.Cleared);
        await host.SendAsync(Say.Link(Say.Tree, "77"));

        Assert.Equal(["77"], (await host.Told.ChatAsync<MessagesCleared>(_ => true)).MessageIds);
    }

    [Fact]
    public async Task Everything_of_a_chat_is_cleared()
    {
        await using var host = await StartAsync();
        Say[] trees = [new(), new(), new()];
        foreach (var (tree, chat) in trees.Zip(["mine", "mine", "other"]))
        {
            await host.SendAsync(tree.Root(message: Say.Chat($"{tree.Tree:N}", chat)));
            await host.Worker.EndAsync(tree.Tree);
            await host.NodeAsync(tree.Tree, NodeState.Completed);
        }

        await host.SendAsync(new ClearAll { Platform = ChatPlatforms.Telegram, ChatId = "mine" });
        foreach (var tree in trees[..2]) await host.NodeAsync(tree.Tree, NodeState.Cleared);
        Assert.Equal(NodeState.Completed, (await host.NodeAsync(trees[2].Tree))!.State);
    }

    [Fact]
    public async Task What_is_said_after_the_clear_stays()
    {
        await using var host = await StartAsync();
        Say later = new();
        await host.SendAsync(Say.Root(message: Say.Chat("9")));
        await host.SendAsync(later.Root(message: Say.Chat("11")));
        foreach (var tree in new[] { Say, later })
        {
            await host.Worker.EndAsync(tree.Tree);
            await host.NodeAsync(tree.Tree, NodeState.Completed);
        }

        await host.SendAsync(new ClearAll { Platform = ChatPlatforms.Telegram, ChatId = "1", AskedBy = Say.Chat("10") });
        await host.NodeAsync(Say.Tree, NodeState.Cleared);
        await host.SendAndWaitAsync(new ClearBranch { TreeId = later.Tree, NodeId = later.Tree, AskedBy = Say.Chat("10") }, Guid.NewGuid());
        Assert.Equal(NodeState.Completed, (await host.NodeAsync(later.Tree))!.State);
    }

    [Fact]
    public async Task What_follows_something_cleared_fails_again_when_it_is_tried_again()
    {
        await using var host = await StartAsync();
        await host.SendAsync(Say.Root());
        await host.Worker.EndAsync(Say.Tree);
        await host.SendAsync(Say.Clear(Say.Tree));
        await host.NodeAsync(Say.Tree, NodeState.Cleared);
        foreach (var reply in new[] { Say.Reply(Say.Tree), Say.Reply(Guid.NewGuid()) })
        {
            await host.SendAsync(reply);
            var failed = await host.NodeAsync(reply.NodeId, NodeState.Failed);
            await host.SendAndWaitAsync(Say.Retry(reply.NodeId), Guid.NewGuid());
            var again = await host.NodeAsync(reply.NodeId, node => node.Version > failed.Version);

            Assert.Equal(NodeState.Failed, again.State);
            Assert.Contains("was cleared", again.Error, StringComparison.Ordinal);
        }

        Assert.Single(host.Worker.Claimed);
        Assert.Equal(0, (await host.TreeAsync(Say.Tree))!.QueuedNodes);
    }

    private static Task LinkedAsync(TreesHost host, string messageId, Guid? node) => Patience.UntilAsync(async () =>
        (await host.Store.ReadAsync<ChatMessageLink>(ChatMessageLink.KeyOf(Say.Chat(messageId)), default))?.NodeId == node);
}

public sealed class ClearInFilesTests : ClearTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.FilesAsync();
}

public sealed class ClearInPostgresTests : ClearTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
