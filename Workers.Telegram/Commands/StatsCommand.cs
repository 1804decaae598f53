using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/stats</c>: how much there is to do, in this chat and everywhere.</summary>
internal sealed class StatsCommand(IStateStore store, CliWorkers workers, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Stats];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var chatId = turn.Place.ChatId;
        Guid[] ids = [.. (await store.ReadAllAsync<TelegramView>(view => view.ChatId == chatId, cancellationToken)).Select(view => view.TreeId).Distinct()];
        var here = await store.ReadAllAsync<MessageTree>(tree => ids.Contains(tree.CorrelationId), cancellationToken);
        var busy = await store.ReadAllAsync<MessageTree>(tree => tree.RunningNodeId != null || tree.QueuedNodes > 0, cancellationToken);
        var runs = await store.ReadAllAsync<CliRun>(run => run.EndedAt == null, cancellationToken);
        var busyWorkers = runs.Select(run => run.Owner).OfType<string>().Distinct(StringComparer.Ordinal).Count();

        // One that has just started may have a task before it was counted.
        var allWorkers = Math.Max(busyWorkers, await workers.CountAsync(cancellationToken));
        replies.Answer(
            turn,
            $"This chat: {Count(here.Count, "tree")}, {Work(here)}\nEverywhere: {Count(busy.Count, "tree")} at work, {Work(busy)}\n{Count(allWorkers, "worker")}, of which {busyWorkers} busy",
            cancellationToken);
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    private static string Work(IReadOnlyList<MessageTree> trees) =>
        $"{trees.Count(tree => tree.RunningNodeId is not null)} running, {trees.Sum(tree => tree.QueuedNodes)} queued";
}
