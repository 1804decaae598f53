using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Nodes;
using Pipeline.Workers.Trees.Queueing;
using Pipeline.Workers.Trees.Stopping;
using Pipeline.Workers.Trees.Submission;

namespace Pipeline.Workers.Trees.Clearing;

/// <summary>Forgets nodes. They stay as tombstones, so that what still speaks of them is understood.</summary>
internal sealed class Clears(OpenTree tree, NodeChanges changes, TreeQueue queue, Branches branches, Awaited awaited, ChatLinks links, RunEnding running)
{
    /// <summary>
    /// Clears a branch that was begun when the person asked, with all of it, as nothing continues from what is forgotten. A node that
    /// has not come is cleared when it comes, with all that waits for it.
    /// </summary>
    public async Task ClearAsync(ClearBranch message)
    {
        var asked = new AskedPoint(message.AskedAt, message.AskedBy);
        var meant = await awaited.MeantAsync(asked);
        if (await tree.FindAsync(message.NodeId) is { } node)
        {
            if (!asked.Covers(node)) return;
            await ClearAsync(node);
        }
        else if (Awaited.IsRootMeant(asked, meant)) (await awaited.ExpectAsync(message.NodeId)).Clear = true;

        if (message.NodeId != tree.Tree.CorrelationId) return;
        foreach (var waiting in meant) await ClearAsync(waiting);
    }

    /// <summary>Clears a node and all that continues from it; one that runs is stopped first and cleared when it ends.</summary>
    public async Task ClearAsync(TreeNode top)
    {
        List<TreeNode> gone = [];
        foreach (var node in await branches.OfAsync(top))
        {
            if (!node.State.Allows(NodeCause.Clear)) continue;
            if (node.State == NodeState.Running && !await running.EndAsync(node, NodeState.Cleared)) continue;

            await queue.LeaveAsync(node);
            gone.Add(node);
        }

        await ForgetAsync(gone);
    }

    /// <summary>Empties nodes that neither are queued nor run any more.</summary>
    public async Task ForgetAsync(IReadOnlyList<TreeNode> nodes)
    {
        if (nodes.Count == 0) return;

        List<ChatMessage> messages = [];
        foreach (var node in nodes)
        {
            changes.Move(node, NodeCause.Clear);
            messages.AddRange(await links.RemoveAsync(node));
            Empty(node);
        }

        await links.TellClearedAsync(messages);
        await tree.SendAsync(CommandExchanges.MessageTrees, new DeleteTranscripts { NodeIds = [.. nodes.Select(node => node.Id)] });
    }

    private static void Empty(TreeNode node)
    {
        (node.Prompt, node.Options, node.Message) = ("", new TaskOptions(), null);
        (node.SessionId, node.Error, node.Usage, node.CostUsd, node.Turns) = (null, null, null, null, null);
    }
}
