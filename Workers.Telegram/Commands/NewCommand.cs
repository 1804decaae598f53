using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/new</c>: the next plain message starts a tree, also where the chat goes on by itself.</summary>
internal sealed class NewCommand(UpdateReceipts receipts, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.New];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        if (!await receipts.TryHandleAsync(turn, change => ChatSettingsStore.StartAfreshAsync(change, turn.Place.ChatId, turn.MessageId, cancellationToken), cancellationToken)) return;
        replies.Answer(turn, "Your next message starts afresh. What ran before stays: reply to it to go on there.", cancellationToken);
    }
}
