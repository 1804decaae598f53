using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.BotApi.Results;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary><c>/file path</c>: sends a file of the workspace; as a reply, of the one that the task works in.</summary>
internal sealed class FileCommand(IStateStore store, MessageLinks links, ChatWorkspaces workspaces, WorkspaceFiles files, Replies replies) : ICommand
{
    public IReadOnlyList<string> Names { get; } = [CommandMenu.File];

    public async Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        var named = await WorkspaceAsync(call, turn, cancellationToken);
        try
        {
            var workspace = workspaces.Resolve(named);
            using var file = files.Open(workspace, call.Arguments);

            // Opened anew for each try to send it, as each reads it to its end.
            turn.Expect(SendAsync(turn, file.Name, () => files.Open(workspace, call.Arguments).Content, cancellationToken));
        }
        catch (WorkspaceFileException refusal)
        {
            replies.Answer(turn, refusal.Message, cancellationToken);
        }
    }

    private async Task SendAsync(Turn turn, string name, Func<Stream> open, CancellationToken cancellationToken)
    {
        var (sent, refusal) = await TrySendAsync(turn, name, open, cancellationToken);
        if (refusal is null) await replies.NoteAsync(turn.Place, turn.MessageId, sent, cancellationToken);
        else await replies.AnswerAsync(turn.Place, refusal, turn.MessageId, cancellationToken: cancellationToken);
    }

    /// <summary>Its message, or in words why it could not be sent.</summary>
    private async Task<(Message? Sent, string? Refusal)> TrySendAsync(Turn turn, string name, Func<Stream> open, CancellationToken cancellationToken)
    {
        try
        {
            var sent = await replies.TrySendAsync(turn.Place, name, open, turn.MessageId, cancellationToken);
            return (sent.Value, sent.Error switch
            {
                null => null,
                { Kind: BotErrorKind.TooLarge } => $"'{name}' could not be sent: Telegram's server finds it too large.",
                { MayPass: true } => $"'{name}' could not be sent: Telegram did not take it in time, though it was tried several times. Is the connection too slow for it?",
                { Description: var reason } => $"'{name}' could not be sent: Telegram refuses it ({reason}).",
            });
        }
        catch (WorkspaceFileException gone)
        {
            // Between two tries an agent may do anything to a file.
            return (null, gone.Message);
        }
    }

    private async Task<string?> WorkspaceAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
    {
        if (call.ReplyTo is { } message
            && await links.FindAsync(turn.Place.Chat, message, cancellationToken) is { } link
            && await store.ReadAsync<TelegramView>(link.NodeId, cancellationToken) is { } view)
        {
            return view.Workspace;
        }

        return null;
    }
}
