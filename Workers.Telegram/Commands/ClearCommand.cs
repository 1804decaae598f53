using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/clear</c>: forgets all of the chat; as a reply one task and what follows it. Their messages are deleted.</summary>
internal sealed class ClearCommand(IStateStore store, MessageLinks links, DraftControl drafts, ChatSettingsStore chats, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Clear];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var words = call.ReplyTo is { } message ? await ClearAsync(message, turn, cancellationToken) : await ClearAllAsync(turn, cancellationToken);
        turn.Expect(replies.SayAsync(turn.Place, words, replyTo: null, cancellationToken: cancellationToken));
    }

    private async Task<string> ClearAsync(int message, Turn turn, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(turn.Place.Chat, message, cancellationToken) is not { } link) return "That message belongs to no task.";
        if (await drafts.CancelAsync(link.NodeId, turn, cancellationToken)) return "Taken back; it does not run.";

        await store.ChangeAsync(change => SendAsync(change, new ClearBranch { TreeId = link.TreeId, NodeId = link.NodeId }, cancellationToken), cancellationToken);
        return "Forgetting that task and what follows it.";
    }

    private async Task<string> ClearAllAsync(Turn turn, CancellationToken cancellationToken)
    {
        var chatId = turn.Place.ChatId;
        await drafts.CancelAllAsync(turn, cancellationToken);
        await chats.StartAfreshAsync(chatId, turn.MessageId, cancellationToken);
        var views = await store.ReadAllAsync<TelegramView>(view => view.ChatId == chatId, cancellationToken);
        await store.ChangeAsync(
            async change =>
            {
                // Also those that their trees may not have heard of yet, which nobody finds by their chat.
                foreach (var tree in views.Select(view => view.TreeId).Distinct())
                    await SendAsync(change, new ClearBranch { TreeId = tree, NodeId = tree }, cancellationToken);
                await SendAsync(change, new ClearAll { Platform = ChatPlatforms.Telegram, ChatId = chatId }, cancellationToken);
            },
            cancellationToken);
        return "Forgetting everything in this chat.";
    }

    private static Task SendAsync<T>(IStateChange change, T command, CancellationToken cancellationToken)
        where T : class => change.SendAsync(MessageLinks.Trees, command, cancellationToken);
}
