using Npgsql;
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

    [Fact]
    public async Task What_never_became_a_tree_is_not_kept_for_ever()
    {
        await using var host = await StartAsync("Trees:RetentionDays", "2");
        await host.Store.ChangeAsync(change => change.TryAddAsync(new SubmittedTask { NodeId = Say.Tree, TreeId = Say.Tree, SubmittedAt = Time.GetUtcNow() }, default), default);
        Say alive = new();
        await FinishAsync(host, alive);
        await host.Store.ChangeAsync(change => change.TryAddAsync(new SubmittedTask { NodeId = alive.Tree, TreeId = alive.Tree, SubmittedAt = Time.GetUtcNow() }, default), default);
        await AdvanceAsync(TimeSpan.FromDays(2));
        var reply = alive.Reply(alive.Tree);
        await host.SendAsync(reply);
        await host.NodeAsync(reply.NodeId, Contracts.Trees.NodeState.Running);
        await AdvanceAsync(TimeSpan.FromHours(1));

        await Patience.UntilAsync(async () => (await host.Store.ReadAllAsync<SubmittedTask>(_ => true, default)).Count == 1);
        Assert.NotNull(await host.Store.ReadAsync<SubmittedTask>(alive.Tree, default));
    }

    [Fact]
    public async Task A_tree_that_is_at_work_stays_however_long_that_takes()
    {
        await using var host = await StartAsync("Trees:RetentionDays", "2");
        Say old = new();
        await FinishAsync(host, old);
        host.Worker.Claims = false;
        await host.SendAsync(Say.Root());
        await Patience.UntilAsync(() => Task.FromResult(host.Worker.Left.Count == 1));
        await AdvanceAsync(TimeSpan.FromDays(3));
        await Patience.UntilAsync(async () => await host.TreeAsync(old.Tree) is null);

        Assert.Equal(Contracts.Trees.NodeState.Running, (await host.NodeAsync(Say.Tree))!.State);
    }

    [Fact]
    public async Task A_reply_does_not_wait_for_ever_for_what_never_comes()
    {
        await using var host = await StartAsync();
        Say rootless = new();
        var (reply, orphan) = (Say.Reply(Guid.NewGuid()), rootless.Reply(rootless.Tree));
        await FinishAsync(host, Say);
        await host.SendAsync(reply);
        await host.SendAsync(orphan);
        foreach (var waiting in new[] { reply, orphan }) await host.NodeAsync(waiting.NodeId, Contracts.Trees.NodeState.Queued);
        await AdvanceAsync(TimeSpan.FromHours(1));
        await AdvanceAsync(TimeSpan.FromHours(1));

        foreach (var waiting in new[] { reply, orphan })
            Assert.Contains("never arrived", (await host.NodeAsync(waiting.NodeId, Contracts.Trees.NodeState.Failed)).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await host.TreeAsync(Say.Tree))!.QueuedNodes);
    }

    internal static async Task FinishAsync(TreesHost host, Say tree)
    {
        await host.SendAsync(tree.Root());
        await host.Worker.EndAsync(tree.Tree);
        await host.NodeAsync(tree.Tree, Contracts.Trees.NodeState.Completed);
    }

    internal async Task AdvanceAsync(TimeSpan by)
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
    [Fact]
    public async Task A_tree_that_cannot_be_removed_holds_up_no_other()
    {
        await using var host = await StartAsync("Trees:RetentionDays", "2");
        Say other = new();
        await FinishAsync(host, Say);
        await FinishAsync(host, other);
        await using (var source = NpgsqlDataSource.Create(Settings["ConnectionStrings:Pipeline"]!))
        await using (var refuse = source.CreateCommand(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it stays'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON message_trees FOR EACH ROW WHEN (OLD.correlation_id = '{Say.Tree}') EXECUTE FUNCTION refuse();
            """))
        {
            await refuse.ExecuteNonQueryAsync();
        }

        await AdvanceAsync(TimeSpan.FromDays(3));
        await Patience.UntilAsync(async () => await host.TreeAsync(other.Tree) is null);
        Assert.NotNull(await host.TreeAsync(Say.Tree));
    }

    protected override Task<StatePlace> CreatePlaceAsync() => StatePlace.PostgresAsync();
}
