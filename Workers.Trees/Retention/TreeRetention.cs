using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Trees.Retention;

/// <summary>Removes, every hour, the trees in which nothing has happened for long, and ends what waits in vain for others to come.</summary>
internal sealed class TreeRetention(IStateStore store, IOptions<TreeOptions> options, TimeProvider time, ILogger<TreeRetention> log) : BackgroundService
{
    /// <summary>Pause between two looks: 1 h.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long a reply waits for the node that it follows: 1 h, and until the next look.</summary>
    public static readonly TimeSpan Waiting = TimeSpan.FromHours(1);

    private static readonly Uri Trees = new($"exchange:{CommandExchanges.MessageTrees}");

    private TimeSpan Age => TimeSpan.FromDays(options.Value.RetentionDays);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pause = new PeriodicTimer(Interval, time);
        try
        {
            do await LookAsync(stoppingToken);
            while (await pause.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that could not start is disposed of without being stopped; that is no fault of the retention.
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        await TryAsync("Message trees could not be looked through", () => EndWaitingAsync(stoppingToken), stoppingToken);
        await TryAsync("Message trees could not be looked through", () => RemoveOldAsync(stoppingToken), stoppingToken);
        await TryAsync("Receipts could not be looked through", () => RemoveReceiptsAsync(stoppingToken), stoppingToken);
    }

    // Nothing of the tree runs and something is queued: it has no ticket, because what it continues from has not come.
    private async Task EndWaitingAsync(CancellationToken stoppingToken)
    {
        var before = time.GetUtcNow() - Waiting;
        var waiting = await store.ReadAllAsync<MessageTree>(tree => tree.RunningNodeId == null && tree.QueuedNodes > 0 && tree.UpdatedAt < before, stoppingToken);
        foreach (var tree in waiting)
        {
            var end = new EndWaiting { TreeId = tree.CorrelationId, UnchangedSince = before };
            await store.ChangeAsync(change => change.SendAsync(Trees, end, stoppingToken), stoppingToken);
        }
    }

    private async Task RemoveOldAsync(CancellationToken stoppingToken)
    {
        var before = time.GetUtcNow() - Age;
        var old = await store.ReadAllAsync<MessageTree>(tree => tree.UpdatedAt < before && tree.RunningNodeId == null, stoppingToken);
        foreach (var tree in old)
        {
            await TryAsync(
                $"Message tree {tree.CorrelationId:N} is old and could not be removed",
                () => store.ChangeAsync(change => RemoveAsync(change, tree.CorrelationId, before, stoppingToken), stoppingToken),
                stoppingToken);
        }
    }

    // Whose submission became a dead letter has no tree, and goes by its own age.
    private async Task RemoveReceiptsAsync(CancellationToken stoppingToken)
    {
        var before = time.GetUtcNow() - Age;
        foreach (var receipt in await store.ReadAllAsync<SubmittedTask>(task => task.SubmittedAt < before, stoppingToken))
        {
            if (await store.ReadAsync<MessageTree>(receipt.TreeId, stoppingToken) is null)
                await store.ChangeAsync(change => RemoveAsync<SubmittedTask>(change, receipt.NodeId, stoppingToken), stoppingToken);
        }
    }

    private async Task TryAsync(string failed, Func<Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            log.LogWarning(fault, "{What}; next try in {Interval}", failed, Interval);
        }
    }

    private static async Task RemoveAsync(IStateChange change, Guid treeId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Something may have happened in it since.
        if (await change.FindAsync<MessageTree>(treeId, cancellationToken) is not { RunningNodeId: null } tree || tree.UpdatedAt >= before) return;

        var nodes = await change.QueryAsync<TreeNode>(node => node.TreeId == treeId, cancellationToken);
        foreach (var node in nodes)
        {
            foreach (var message in node.Links) await RemoveAsync<ChatMessageLink>(change, ChatMessageLink.KeyOf(message), cancellationToken);
            change.Remove(node);
        }

        foreach (var awaited in tree.Awaited) await RemoveAsync<AwaitedNode>(change, awaited, cancellationToken);
        foreach (var run in await change.QueryAsync<CliRun>(run => run.TreeId == treeId, cancellationToken)) change.Remove(run);
        foreach (var task in await change.QueryAsync<SubmittedTask>(task => task.TreeId == treeId, cancellationToken)) change.Remove(task);
        foreach (var view in await change.QueryAsync<TelegramView>(view => view.TreeId == treeId, cancellationToken)) change.Remove(view);
        foreach (var message in await change.QueryAsync<TelegramMessage>(message => message.TreeId == treeId, cancellationToken)) change.Remove(message);
        change.Remove(tree);
        await change.SendAsync(
            Trees, new DeleteTranscripts { NodeIds = [.. nodes.Select(node => node.Id)] }, cancellationToken);
    }

    private static async Task RemoveAsync<T>(IStateChange change, object key, CancellationToken cancellationToken)
        where T : class
    {
        if (await change.FindAsync<T>(key, cancellationToken) is { } record) change.Remove(record);
    }
}
