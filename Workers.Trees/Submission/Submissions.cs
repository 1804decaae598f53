using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Trees.Clearing;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;
using Pipeline.Workers.Trees.Runs;
using Pipeline.Workers.Trees.Stopping;

namespace Pipeline.Workers.Trees.Submission;

/// <summary>New nodes, and what was said of them before they came.</summary>
internal sealed class Submissions(
    OpenTree tree, NodeChanges changes, TreeQueue queue, Branches branches, Awaited awaited, ChatLinks links, Parents parents, Failures failures, Stops stops, Clears clears)
{
    /// <summary>Adds a node and queues it, or lets it wait for those that it continues from. One that is there stays as it is.</summary>
    public async Task SubmitAsync(SubmitMessage message)
    {
        var node = NewNode(message);
        if (!await tree.State.TryAddAsync(node, tree.Cancelled)) return;

        (tree.Tree.Nodes, tree.Tree.QueuedNodes) = (tree.Tree.Nodes + 1, tree.Tree.QueuedNodes + 1);
        (tree.Tree.Platform, tree.Tree.ChatId) = (tree.Tree.Platform ?? message.Message?.Platform, tree.Tree.ChatId ?? message.Message?.ChatId);
        if (message.ParentId is null) tree.Tree.Workspace = message.Options.Workspace;
        if (message.Message is { } chat) await links.AddAsync(node, chat);
        changes.Note(node);

        var parent = await FindParentAsync(node);
        await ApplyAsync(node, await awaited.TakeAsync(node.Id));
        if (await parents.IsClearedAsync(parent)) await failures.FailQueuedAsync(node, Words.ParentCleared);
        if (node.Rooted) await RootAsync(node);
    }

    /// <summary>A queued node gets another prompt, unless it has a newer one.</summary>
    public async Task ReplacePromptAsync(ReplacePrompt message)
    {
        var editedAt = message.EditedAt ?? tree.Now;
        if (await tree.FindAsync(message.NodeId) is not { } node)
        {
            var early = await awaited.ExpectAsync(message.NodeId);
            if (!(early.EditedAt > editedAt)) (early.Prompt, early.EditedAt) = (message.Prompt, editedAt);
        }
        else if (node.State == NodeState.Queued && !(node.EditedAt > editedAt)) (node.Prompt, node.EditedAt) = (message.Prompt, editedAt);
    }

    /// <summary>A message of the chat belongs to a node. Where that is cleared, the message goes as well.</summary>
    public async Task LinkAsync(LinkMessage message)
    {
        if (await tree.FindAsync(message.NodeId) is not { } node)
        {
            var early = await awaited.ExpectAsync(message.NodeId);
            early.Links = [.. early.Links, message.Message];
        }
        else if (node.State == NodeState.Cleared) await links.TellClearedAsync([message.Message]);
        else await links.AddAsync(node, message.Message);
    }

    /// <summary>Fails what waits for nodes that have not come, unless something has happened meanwhile.</summary>
    public async Task EndWaitingAsync(EndWaiting message)
    {
        if (tree.Tree.UpdatedAt > message.UnchangedSince) return;
        foreach (var waiting in await awaited.WaitingAsync()) await failures.FailQueuedAsync(waiting, Words.ParentMissing);
    }

    private static TreeNode NewNode(SubmitMessage message)
    {
        if (message.ParentId is null != (message.NodeId == message.TreeId))
            throw new InvalidOperationException($"Node {message.NodeId:N} cannot be in tree {message.TreeId:N}: a tree has its root's id, and one root.");

        return new TreeNode
        {
            Id = message.NodeId,
            TreeId = message.TreeId,
            ParentId = message.ParentId,
            State = NodeState.Queued,
            Prompt = message.Prompt,
            Options = message.Options,
            Message = message.Message,
            SubmittedAt = message.SubmittedAt,
        };
    }

    private async Task<TreeNode?> FindParentAsync(TreeNode node)
    {
        node.Rooted = node.ParentId is null;
        if (node.ParentId is not { } parentId) return null;

        if (await tree.FindAsync(parentId) is { } parent)
        {
            Branches.Attach(node, parent);
            node.Rooted = parent.Rooted;
            return parent;
        }

        var early = await awaited.ExpectAsync(parentId);
        early.Replies = [.. early.Replies, node.Id];
        return null;
    }

    private async Task ApplyAsync(TreeNode node, AwaitedNode? early)
    {
        if (early is null) return;

        (node.Prompt, node.EditedAt) = (early.Prompt ?? node.Prompt, early.EditedAt);
        foreach (var message in early.Links) await links.AddAsync(node, message);
        foreach (var reply in early.Replies) Branches.Attach(await tree.GetAsync(reply), node);
        if (early.Clear) await clears.ClearAsync(node);
        else if (early.Stop) await stops.StopAsync(node, early.Branch);
    }

    private async Task RootAsync(TreeNode top)
    {
        foreach (var node in await branches.OfAsync(top))
        {
            node.Rooted = true;
            if (node is { State: NodeState.Queued, Ticket: null }) await queue.EnterAsync(node);
        }
    }
}
