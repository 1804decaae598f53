using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Database;
using Pipeline.Persistence.State;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Trees;
using Pipeline.Persistence.Trees.Reading;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.Trees;

/// <summary>What people are shown of trees, wherever they are kept.</summary>
public abstract class TreeReaderTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private ServiceProvider _services = null!;

    private ITreeReader Reader => _services.GetRequiredService<ITreeReader>();

    protected abstract Task<string> SettingAsync();

    protected abstract string Key { get; }

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(Key, await SettingAsync())]).Build();
        _services = new ServiceCollection().AddLogging().AddPipelinePersistence(configuration).AddTreeReader().BuildServiceProvider();
        if (_services.GetService<IDbContextFactory<PipelineDbContext>>() is { } contexts) await Schema.UpdateAsync(contexts, CancellationToken.None);
    }

    public virtual async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Every_tree_is_on_one_page_the_newest_first_even_of_one_moment()
    {
        List<Guid> added = [];
        for (var number = 0; number < 11; number++) added.Add(await AddAsync(Noon.AddMinutes(number / 3), NodeState.Completed));

        List<Guid> forth = [], back = [];
        for (Guid? after = null; await Reader.ListAsync(new TreeQuery { Limit = 4, After = after }, default) is { Trees: [.., var last] } page; after = last.Tree.CorrelationId)
        {
            forth.AddRange(page.Trees.Select(tree => tree.Tree.CorrelationId));
            Assert.Equal(forth.Count < added.Count, page.HasMore);
        }

        for (Guid? before = forth[^1]; await Reader.ListAsync(new TreeQuery { Limit = 4, Before = before }, default) is { Trees: [var first, ..] } page; before = first.Tree.CorrelationId)
            back.InsertRange(0, page.Trees.Select(tree => tree.Tree.CorrelationId));

        Assert.Equal(added.Order(), forth.Order());
        Assert.Equal(forth.SkipLast(1), back);
        Assert.Equal(added[^2..].Order(), forth[..2].Order());
    }

    [Fact]
    public async Task A_tree_says_how_its_nodes_stand_and_how_it_begins()
    {
        var tree = await AddAsync(Noon, NodeState.Completed, NodeState.Failed, NodeState.Running, NodeState.Queued, NodeState.Queued, NodeState.Cleared);

        var summary = Assert.Single((await Reader.ListAsync(new TreeQuery(), default))!.Trees);
        var nodes = await Reader.NodesAsync(tree, default);

        Assert.Equal(
            [(NodeState.Queued, 2), (NodeState.Running, 1), (NodeState.Completed, 1), (NodeState.Failed, 1)],
            summary.States.OrderBy(state => state.Key).Select(state => (state.Key, state.Value)));
        Assert.Equal(new string('x', NodeSummary.PromptLength), summary.Prompt);
        Assert.Equal([NodeState.Completed, NodeState.Failed, NodeState.Running, NodeState.Queued, NodeState.Queued], nodes.Select(node => node.State));
        Assert.All(nodes.Skip(1), node => Assert.Equal((tree, NodeSummary.PromptLength), (node.ParentId, node.Prompt.Length)));
        Assert.Equal(3, await Reader.CountUnfinishedAsync(default));
        var last = await _services.GetRequiredService<IStateStore>().ReadAsync<TreeNode>(nodes[^1].Id, default);
        Assert.Equal(2, await Reader.AheadOfAsync(last!, default));
    }

    [Fact]
    public async Task A_task_that_was_accepted_is_unheard_of_until_its_tree_has_its_node()
    {
        var heard = await AddAsync(Noon, NodeState.Queued);
        SubmittedTask unheard = new() { NodeId = Guid.NewGuid(), TreeId = heard, ParentId = heard, SubmittedAt = Noon };
        await _services.GetRequiredService<IStateStore>().ChangeAsync(
            async change =>
            {
                await change.TryAddAsync(new SubmittedTask { NodeId = heard, TreeId = heard, SubmittedAt = Noon }, default);
                await change.TryAddAsync(unheard, default);
            },
            default);

        Assert.Equal((unheard.NodeId, unheard.TreeId), Assert.Single(await Reader.UnheardAsync(default)) is var task ? (task.NodeId, task.TreeId) : default);
    }

    [Fact]
    public async Task A_tree_that_is_cleared_or_has_not_begun_is_not_there()
    {
        var cleared = await AddAsync(Noon, NodeState.Cleared);
        var empty = await AddAsync(Noon);

        Assert.Empty((await Reader.ListAsync(new TreeQuery(), default))!.Trees);
        foreach (var tree in new[] { cleared, empty, Guid.NewGuid() })
        {
            Assert.Null(await Reader.ListAsync(new TreeQuery { After = tree }, default));
            Assert.Null(await Reader.ListAsync(new TreeQuery { Before = tree }, default));
            Assert.Empty(await Reader.NodesAsync(tree, default));
        }
    }

    private async Task<Guid> AddAsync(DateTimeOffset time, params NodeState[] states)
    {
        var tree = Guid.NewGuid();
        await _services.GetRequiredService<IStateStore>().ChangeAsync(
            async change =>
            {
                await change.TryAddAsync(
                    new MessageTree
                    {
                        CorrelationId = tree,
                        CreatedAt = time,
                        UpdatedAt = time,
                        RunningNodeId = states.Contains(NodeState.Running) ? tree : null,
                        QueuedNodes = states.Count(state => state == NodeState.Queued),
                    },
                    default);
                for (var number = 0; number < states.Length; number++)
                {
                    await change.TryAddAsync(
                        new TreeNode
                        {
                            Id = number == 0 ? tree : Guid.NewGuid(),
                            TreeId = tree,
                            ParentId = number == 0 ? null : tree,
                            State = states[number],
                            Ticket = number,
                            Prompt = new string('x', 1000),
                            SubmittedAt = time.AddSeconds(number),
                        },
                        default);
                }
            },
            default);
        return tree;
    }
}

public sealed class StoredTreeReaderTests : TreeReaderTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new("trees");

    protected override string Key => "State:Directory";

    protected override Task<string> SettingAsync() => Task.FromResult(_directory.Path);

    public void Dispose() => _directory.Dispose();
}

public sealed class DatabaseTreeReaderTests : TreeReaderTests
{
    private TestDatabase _database = null!;

    protected override string Key => "ConnectionStrings:Pipeline";

    protected override async Task<string> SettingAsync()
    {
        _database = await TestDatabase.CreateAsync();
        return _database.ConnectionString;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }
}
