using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/stop</c>: stops all that runs, waits or is got ready in the chat; as a reply that one task.</summary>
internal sealed class StopCommand(IStateStore store, MessageLinks links, DraftControl drafts, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.Stop];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var words = call.ReplyTo is { } message ? await StopAsync(message, turn, cancellationToken) : await StopAllAsync(turn, cancellationToken);
        replies.Answer(turn, words, cancellationToken);
    }

    private async Task<string> StopAsync(int message, Turn turn, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(turn.Place.Chat, message, cancellationToken) is not { } link) return "That message belongs to no task.";
        if (await drafts.CancelAsync(link.NodeId, turn, cancellationToken)) return "Taken back; it does not run.";

        await store.ChangeAsync(change => SendAsync(change, new StopNode { TreeId = link.TreeId, NodeId = link.NodeId }, cancellationToken), cancellationToken);
        return "Stopping that task.";
    }

    private async Task<string> StopAllAsync(Turn turn, CancellationToken cancellationToken)
    {
        var chatId = turn.Place.ChatId;
        await drafts.CancelAllAsync(turn, cancellationToken);
        var open = await store.ReadAllAsync<TelegramView>(view => view.IsOpen && view.ChatId == chatId, cancellationToken);
        await store.ChangeAsync(
            async change =>
            {
                // Those that their trees may not have heard of yet, which nobody finds by their chat.
                foreach (var view in open) await SendAsync(change, new StopNode { TreeId = view.TreeId, NodeId = view.NodeId }, cancellationToken);
                await SendAsync(change, new StopAll { Platform = ChatPlatforms.Telegram, ChatId = chatId }, cancellationToken);
            },
            cancellationToken);
        return "Stopping everything in this chat.";
    }

    private static Task SendAsync<T>(IStateChange change, T command, CancellationToken cancellationToken)
        where T : class => change.SendAsync(MessageLinks.Trees, command, cancellationToken);
}
