using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Takes messages whose files or voice notes have to be fetched before they can run.</summary>
internal sealed class DraftIntake(IStateStore store, BotIdentity bot, UpdateReceipts receipts, Submissions submissions, DraftHandles handles, TimeProvider time)
{
    /// <summary>How long the parts of an album may come after each other: 1 s; each is an update of its own.</summary>
    public static readonly TimeSpan AlbumWait = TimeSpan.FromSeconds(1);

    /// <summary>Takes a message; its draft is durable once this returns.</summary>
    public async Task TakeAsync(Said said, NewNode node, Turn turn, CancellationToken cancellationToken)
    {
        if (said.Album is { } album)
        {
            var ofAlbum = NodeIds.OfAlbum(bot.Id, node.Place.Chat, album);
            if (await TryAppendAsync(ofAlbum, said, turn, cancellationToken)) return;

            // One that comes when the others are on their way continues from them.
            var view = await store.ReadAsync<TelegramView>(ofAlbum, cancellationToken);
            node = view is null
                ? node with { NodeId = ofAlbum, TreeId = node.ParentId is null ? ofAlbum : node.TreeId }
                : node with { TreeId = view.TreeId, ParentId = view.NodeId, Workspace = view.Workspace };
        }

        if (await submissions.TakeAsync(turn, change => AddAsync(change, said, node, cancellationToken), cancellationToken)) handles.Wake(node.NodeId);
    }

    private async Task<bool> TryAppendAsync(Guid nodeId, Said said, Turn turn, CancellationToken cancellationToken)
    {
        var isTaken = false;
        await store.ChangeAsync(
            async change =>
            {
                var draft = await change.FindAsync<TelegramDraft>(nodeId, cancellationToken);
                isTaken = draft is not null;
                if (draft is null || !await receipts.TryMarkAsync(change, turn.UpdateKey, cancellationToken)) return;

                draft.Files = [.. draft.Files, .. said.Files];
                draft.MessageIds = [.. draft.MessageIds, turn.MessageId];
                if (draft.Caption.Length == 0) draft.Caption = said.Text;
                draft.ReadyAt = time.GetUtcNow() + AlbumWait;
                await MessageLinks.PointAsync(change, turn.Place, turn.MessageId, draft.TreeId, nodeId, draft.SubmittedAt, cancellationToken);
            },
            cancellationToken);
        if (isTaken) handles.Wake(nodeId);
        return isTaken;
    }

    private async Task AddAsync(IStateChange change, Said said, NewNode node, CancellationToken cancellationToken)
    {
        var draft = new TelegramDraft
        {
            NodeId = node.NodeId,
            BotId = bot.Id,
            TreeId = node.TreeId,
            ParentId = node.ParentId,
            Chat = node.Place.Chat,
            Topic = node.Place.Topic,
            ChatId = node.Place.ChatId,
            UserId = node.UserId,
            MessageIds = [.. node.MessageIds],
            Caption = said.Text,
            Files = said.Files,
            Voice = said.Voice,
            Workspace = node.Workspace,
            Model = node.Model,
            ReadyAt = said.Album is null ? time.GetUtcNow() : time.GetUtcNow() + AlbumWait,
            SubmittedAt = node.SubmittedAt,
        };
        if (!await change.TryAddAsync(draft, cancellationToken)) return;
        await MessageLinks.PointAsync(change, node.Place, node.MessageIds[0], node.TreeId, node.NodeId, node.SubmittedAt, cancellationToken);
    }
}
