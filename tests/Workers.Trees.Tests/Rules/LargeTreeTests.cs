using System.Text.RegularExpressions;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>What a message costs, by the records that are looked for.</summary>
public sealed partial class LargeTreeTests
{
    [Fact]
    public async Task A_message_costs_the_same_in_a_tree_of_5_and_of_5000_nodes()
    {
        await using var place = await StatePlace.PostgresAsync();
        using var statements = new DatabaseStatements(place.Settings.Values.Single()!);
        await using var host = await TreesHost.StartAsync(place.Settings, new ManualTime());
        var small = await LooksOfAReplyAsync(host, statements, nodes: 5);

        Assert.Contains(small, look => look.Contains("FROM tree_nodes", StringComparison.Ordinal));
        Assert.Equal(small, await LooksOfAReplyAsync(host, statements, nodes: 5000));
    }

    private static async Task<IReadOnlyList<string>> LooksOfAReplyAsync(TreesHost host, DatabaseStatements statements, int nodes)
    {
        Say say = new();
        var newest = await PlantAsync(host, say, nodes);
        var before = Looks(statements).Count;
        var reply = say.Reply(newest);
        await host.SendAndWaitAsync(reply, Guid.NewGuid());
        await host.Worker.EndAsync(reply.NodeId);
        await host.NodeAsync(reply.NodeId, NodeState.Completed);
        return [.. Looks(statements).Skip(before).Order(StringComparer.Ordinal)];
    }

    // As the saga would have left it: half of the nodes continue from the root, the others each from the one before.
    private static async Task<Guid> PlantAsync(TreesHost host, Say say, int count)
    {
        List<TreeNode> nodes = [Node(say.Tree, say, null)];
        while (nodes.Count < count)
        {
            var parent = nodes.Count % 2 == 0 ? nodes[0] : nodes[^1];
            var node = Node(Guid.NewGuid(), say, parent);
            nodes.Add(node);
        }

        await host.Store.ChangeAsync(
            async change =>
            {
                await change.TryAddAsync(new MessageTree { CorrelationId = say.Tree, CurrentState = "Idle", Nodes = count, UpdatedAt = TimeProvider.System.GetUtcNow() }, default);
                foreach (var node in nodes) await change.TryAddAsync(node, default);
            },
            default);
        return nodes[^1].Id;
    }

    private static TreeNode Node(Guid id, Say say, TreeNode? parent)
    {
        var node = new TreeNode { Id = id, TreeId = say.Tree, ParentId = parent?.Id, PreviousSiblingId = parent?.LastChildId, Rooted = true, State = NodeState.Completed, SessionId = $"{id:N}" };
        if (parent is not null) parent.LastChildId = id;
        return node;
    }

    private static List<string> Looks(DatabaseStatements statements) => [.. statements.All.SelectMany(statement => Look().Matches(statement)).Select(look => look.Value)];

    [GeneratedRegex("^.*(FOR UPDATE(?! SKIP)|tree_id = ).*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Look();
}
