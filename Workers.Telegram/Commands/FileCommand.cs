using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Attachments;
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
            turn.Expect(replies.AnswerAsync(turn.Place, file.Name, () => files.Open(workspace, call.Arguments).Content, turn.MessageId, cancellationToken));
        }
        catch (WorkspaceFileException refusal)
        {
            replies.Answer(turn, refusal.Message, cancellationToken);
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
