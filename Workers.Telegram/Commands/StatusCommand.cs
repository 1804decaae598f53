using System.Text;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/status</c>: what is under way in the chat and what has been chosen there; as a reply, how that task stands.</summary>
internal sealed class StatusCommand(IStateStore store, MessageLinks links, ChatSettingsStore chats, ModelChoices models, Replies replies, TimeProvider time) : ICommand
{
    private const int MostTrees = 10;
    private const int HeadLength = 60;

    // A message takes no more than 4,096 characters; what shows the task has all of it.
    private const int ErrorLength = 1000;

    public IReadOnlyList<string> Names { get; } = [CommandMenu.Status];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var words = call.ReplyTo is { } message ? await OfMessageAsync(message, turn, cancellationToken) : await OfChatAsync(turn.Place.ChatId, cancellationToken);
        replies.Answer(turn, words, cancellationToken);
    }

    private async Task<string> OfMessageAsync(int message, Turn turn, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(turn.Place.Chat, message, cancellationToken) is not { } link) return "That message belongs to no task.";
        if (await store.ReadAsync<TelegramDraft>(link.NodeId, cancellationToken) is not null) return "I am getting it ready.";
        if (await store.ReadAsync<TreeNode>(link.NodeId, cancellationToken) is not { } node) return "It is about to be queued.";

        var words = $"“{Head(node.Prompt)}”: {(node.State == NodeState.Running ? Running(node) : $"{node.State}".ToLowerInvariant())}";
        return node.Error is { } error ? $"{words}\n{OneLine.Of(error, ErrorLength)}" : words;
    }

    private async Task<string> OfChatAsync(string chatId, CancellationToken cancellationToken)
    {
        // By what is shown in the chat, as it may have been another when the trees began.
        Guid[] ids = [.. (await store.ReadAllAsync<TelegramView>(view => view.IsOpen && view.ChatId == chatId, cancellationToken)).Select(view => view.TreeId).Distinct()];
        var trees = await store.ReadAllAsync<MessageTree>(tree => ids.Contains(tree.CorrelationId) && (tree.RunningNodeId != null || tree.QueuedNodes > 0), cancellationToken);
        var text = new StringBuilder(trees.Count == 0 ? "Nothing is under way in this chat.\n" : "");
        foreach (var tree in trees.OrderBy(tree => tree.CreatedAt).Take(MostTrees)) text.Append($"• {await OfTreeAsync(tree, cancellationToken)}\n");
        if (trees.Count > MostTrees) text.Append($"… and {trees.Count - MostTrees} more\n");

        var settings = await chats.ReadAsync(chatId, cancellationToken);
        text.Append($"\nModel: {settings.Model ?? $"{models.Configured}, as configured"}");
        text.Append($"\nPlain messages {(settings.Continues ? "go on from what finished last" : "start tasks of their own")}");
        return text.ToString();
    }

    private async Task<string> OfTreeAsync(MessageTree tree, CancellationToken cancellationToken)
    {
        var running = tree.RunningNodeId is { } id ? await store.ReadAsync<TreeNode>(id, cancellationToken) : null;
        var words = running is null ? "waiting for its turn" : $"“{Head(running.Prompt)}”: {Running(running)}";
        return tree.QueuedNodes == 0 ? words : $"{words}, {tree.QueuedNodes} queued";
    }

    private string Running(TreeNode node) => node.StartedAt is { } started ? $"running for {LimitWords.Time(time.GetUtcNow() - started)}" : "running";

    private static string Head(string prompt) => OneLine.Of(prompt, HeadLength);
}
