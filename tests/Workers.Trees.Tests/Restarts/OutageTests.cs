using System.Data.Common;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Restarts;

/// <summary>The database goes away and comes back while trees are told what becomes of their runs: nothing of it is lost.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestVirtualHost _broker = null!;

    public async Task InitializeAsync() => (_database, _broker) = (await TestDatabase.CreateAsync(), await TestVirtualHost.CreateAsync());

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task What_is_told_while_the_database_is_away_has_its_effect_when_it_is_back(bool overBroker)
    {
        await using var host = await StartAsync(overBroker);
        Say say = new();
        await host.SendAsync(say.Root());
        var run = await host.Worker.RunOfAsync(say.Tree);
        await _database.LeaveAsync();
        await host.SendAsync(ScriptedWorker.Ended(run, RunState.Completed, session: "kept"));
        await Patience.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("waits, as the database cannot be reached", StringComparison.Ordinal)));
        await _database.ReturnAsync();

        Assert.Equal("kept", (await NodeAsync(host, say.Tree, NodeState.Completed)).SessionId);
        Assert.Empty(host.Consumed.Faults);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Transactions_that_are_cut_off_run_again(bool overBroker)
    {
        const int Trees = 24;
        const int Cuts = 8;
        await using var host = await StartAsync(overBroker);
        host.Worker.Claims = false;
        Say[] trees = [.. Enumerable.Range(0, Trees).Select(_ => new Say())];
        foreach (var part in trees.Chunk(Trees / Cuts))
        {
            await Task.WhenAll(part.Select(tree => host.SendAsync(tree.Root())));
            await _database.CutAsync();
        }

        await Patience.UntilAsync(() => Task.FromResult(host.Worker.Left.Count >= Trees), "all to be dispatched");
        foreach (var part in host.Worker.Left.Chunk(Trees / Cuts))
        {
            await Task.WhenAll(part.Select(run => host.SendAsync(ScriptedWorker.Ended(run, RunState.Completed))));
            await _database.CutAsync();
        }

        foreach (var tree in trees) Assert.Equal(1, (await NodeAsync(host, tree.Tree, NodeState.Completed)).Runs);
        Assert.Empty(host.Consumed.Faults);
    }

    private Task<TreesHost> StartAsync(bool overBroker) => TreesHost.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:Pipeline"] = _database.ConnectionString, ["RabbitMq:Url"] = overBroker ? $"{_broker.Url}" : null },
        TimeProvider.System);

    // Connections that were cut are found to be so by whoever uses them next, which here is the test.
    private static async Task<TreeNode> NodeAsync(TreesHost host, Guid id, NodeState state)
    {
        TreeNode? node = null;
        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    return (node = await host.NodeAsync(id))?.State == state;
                }
                catch (Exception fault) when (fault is DbException or InvalidOperationException { InnerException: DbException })
                {
                    return false;
                }
            },
            $"{id:N} to be {state}");
        return node!;
    }
}
