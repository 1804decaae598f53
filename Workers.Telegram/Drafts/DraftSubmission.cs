using Microsoft.Extensions.Options;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Views;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Saves a draft's files where the agent can read them, and submits its node.</summary>
internal sealed class DraftSubmission(
    IStateStore store, Uploads uploads, TelegramFiles telegram, ChatWorkspaces workspaces, IOptions<AttachmentOptions> options, DraftHandles handles, Replies replies, IViews views, TimeProvider time)
{
    /// <summary>Submits it; false where it is gone, or has grown meanwhile.</summary>
    /// <exception cref="WorkspaceFileException">Says in words why a file cannot be had.</exception>
    /// <exception cref="LostParentException">What it replies to is gone.</exception>
    public async Task<bool> SubmitAsync(TelegramDraft draft, CancellationToken cancellationToken)
    {
        var files = await SaveAsync(draft, cancellationToken);
        var isSubmitted = false;
        await store.ChangeAsync(
            async change =>
            {
                isSubmitted = false;
                if (await change.FindAsync<TelegramDraft>(draft.NodeId, cancellationToken) is not { } found) return;
                if (found.Files.Count != draft.Files.Count || found.ReadyAt > time.GetUtcNow()) return;

                if (found.ParentId is { } parent && !await CanFollowAsync(change, parent, cancellationToken)) return;

                change.Remove(found);
                await Submissions.AddAsync(change, NodeOf(found, files), cancellationToken);
                if (found.HeardMessageId is { } heard) await MessageLinks.LinkAsync(change, Place(found), heard, found.TreeId, found.NodeId, found.SubmittedAt, cancellationToken);
                isSubmitted = true;
            },
            cancellationToken);
        if (!isSubmitted) return false;

        handles.WakeAll();
        await views.ShowAsync(draft.NodeId, cancellationToken);
        if (draft is { HeardMessageId: { } message, Heard: { } text }) await replies.ChangeAsync(draft.Chat, message, VoiceWords.Running(text), cancellationToken: cancellationToken);
        return true;
    }

    /// <summary>Whether what the draft replies to is submitted; false where that is still got ready.</summary>
    private static async Task<bool> CanFollowAsync(IStateChange change, Guid parent, CancellationToken cancellationToken)
    {
        if (await change.FindAsync<TelegramDraft>(parent, cancellationToken) is not null) return false;
        return await change.FindAsync<TelegramView>(parent, cancellationToken) is not null ? true : throw new LostParentException();
    }

    private async Task<IReadOnlyList<SavedFile>> SaveAsync(TelegramDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Files.Count == 0) return [];
        var workspace = workspaces.Resolve(draft.Workspace);
        List<SavedFile> saved = [];
        foreach (var file in draft.Files)
        {
            var incoming = new IncomingFile(file.Name, file.MimeType, file.Bytes, opening => telegram.OpenAsync(file.FileId, options.Value.MaxUploadMegabytes, opening));
            saved.Add(await uploads.SaveAsync(workspace, draft.NodeId, incoming, cancellationToken));
        }

        // The same photo twice in an album is one file.
        return [.. saved.DistinctBy(file => file.Path)];
    }

    private static NewNode NodeOf(TelegramDraft draft, IReadOnlyList<SavedFile> files) => new()
    {
        NodeId = draft.NodeId,
        TreeId = draft.TreeId,
        ParentId = draft.ParentId,
        Place = Place(draft),
        UserId = draft.UserId,
        MessageIds = draft.MessageIds,
        Prompt = AttachedPrompt.Of(Words(draft), files),
        Attachments = [.. files.Select(file => new SavedAttachment(file.Path, file.Bytes))],
        Workspace = draft.Workspace,
        Model = draft.Model,
        SubmittedAt = draft.SubmittedAt,
    };

    private static string Words(TelegramDraft draft) => string.Join("\n\n", new[] { draft.Caption, draft.Heard ?? "" }.Where(text => text.Length > 0));

    private static Place Place(TelegramDraft draft) => new(draft.Chat, draft.Topic);
}
