using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Trees.Tests.Hosting;

namespace Pipeline.Workers.Trees.Tests.Rules;

/// <summary>How long trees are kept.</summary>
public abstract class RetentionTests : TreeTests
{
    [Fact]
    public async Task A_tree_in_which_nothing_has_happened_for_long_is_removed_with_all_that_belongs_to_it()
    {
        await using var host = await StartAsync("Trees:RetentionDays", "2");
        await host.SendAsync(Say.Root(message: Say.Chat("1")));
        await host.Store.ChangeAsync(change => change.TryAddAsync(new SubmittedTask { NodeId = Say.Tree, TreeId = Say.Tree, SubmittedAt = Time.GetUtcNow() }, default), default);
        await host.Store.ChangeAsync(change => change.TryAddAsync(new TelegramView { NodeId = Say.Tree, TreeId = Say.Tree, SubmittedAt = Time.GetUtcNow() }, default), default);
        await host.Store.ChangeAsync(change => change.TryAddAsync(TelegramMessage.Of(1, 1, Say.Tree, Say.Tree), default), default);
        await host.Worker.EndAsync(Say.Tree);
        await host.NodeAsync(Say.Tree, Contracts.Trees.NodeState.Completed);
        Say young = new();
        await AdvanceAsync(TimeSpan.FromDays(2));
        await host.SendAsync(young.Root());
        await host.Worker.EndAsync(young.Tree);
        await host.NodeAsync(young.Tree, Contracts.Trees.NodeState.Completed);
        await AdvanceAsync(TimeSpan.FromHours(1));
        await Patience.UntilAsync(async () => await host.TreeAsync(Say.Tree) is null);

        Assert.Equal([young.Tree], (await host.Store.ReadAllAsync<TreeNode>(_ => true, default)).Select(node => node.Id));
        Assert.Equal([young.Tree], (await host.Store.ReadAllAsync<CliRun>(_ => true, default)).Select(run => run.TreeId));
        Assert.Empty(await host.Store.ReadAllAsync<ChatMessageLink>(_ => true, default));
        Assert.Empty(await host.Store.ReadAllAsync<SubmittedTask>(_ => true, default));
        Assert.Empty(await host.Store.ReadAllAsync<TelegramView>(_ => true, default));
        Assert.Empty(await host.Store.ReadAllAsync<TelegramMessage>(_ => true, default));
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        await Patience.UntilAsync(() => Task.FromResult(Time.HasTimerIn(TimeSpan.FromHours(1)) && Time.HasTimerIn(TimeSpan.FromSeconds(5))));
        Time.Advance(by);
    }
}

public sealed class RetentionInFilesTests : RetentionTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.FilesAsync();
}

public sealed class RetentionInPostgresTests : RetentionTests
{
    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
