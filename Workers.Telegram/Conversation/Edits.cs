using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>A person has changed a message: what waits gets the new words, and what runs or has run stays as it is.</summary>
internal sealed class Edits(IStateStore store, BotIdentity bot, MessageLinks links, CachedAnswers cache, Replies replies)
{
    public async Task HandleAsync(Message edited, Turn turn, CancellationToken cancellationToken)
    {
        var said = Said.Of(edited, bot.Username);
        if (said.Voice is not null || await links.FindAsync(turn.Place.Chat, edited.MessageId, cancellationToken) is not { } link) return;

        // A message that was answered from memory is linked to another's node.
        if (await TryEditDraftAsync(link.NodeId, edited.MessageId, said.Text, cancellationToken)) return;
        if (await store.ReadAsync<TelegramView>(link.NodeId, cancellationToken) is not { } view || view.MessageId != edited.MessageId) return;

        var prompt = AttachedPrompt.Of(said.Text, [.. view.Attachments.Select(file => new SavedFile(file.Path, file.Bytes))]);
        if (prompt.Length == 0) return;
        if (await store.ReadAsync<TreeNode>(view.NodeId, cancellationToken) is { State: not NodeState.Queued } node) Tell(node, prompt, turn, cancellationToken);
        else await ReplaceAsync(view, prompt, cancellationToken);
    }

    private async Task<bool> TryEditDraftAsync(Guid nodeId, int messageId, string text, CancellationToken cancellationToken)
    {
        var isDraft = false;
        await store.ChangeAsync(
            async change =>
            {
                isDraft = await change.FindAsync<TelegramDraft>(nodeId, cancellationToken) is { } draft && SetCaption(draft);
                bool SetCaption(TelegramDraft found)
                {
                    // Of an album each part may have words of its own; the first's are the node's.
                    if (found.MessageIds[0] == messageId) found.Caption = text;
                    return true;
                }
            },
            cancellationToken);
        return isDraft;
    }

    private async Task ReplaceAsync(TelegramView view, string prompt, CancellationToken cancellationToken)
    {
        // Its answer would be that of another question.
        cache.Drop(view.NodeId);
        await store.ChangeAsync(
            change => change.SendAsync(MessageLinks.Trees, new ReplacePrompt { TreeId = view.TreeId, NodeId = view.NodeId, Prompt = prompt }, cancellationToken),
            cancellationToken);
    }

    // Telegram also tells of edits that change no words, such as a link's preview.
    private void Tell(TreeNode node, string prompt, Turn turn, CancellationToken cancellationToken)
    {
        if (node.State == NodeState.Cleared || node.Prompt == prompt) return;
        replies.Answer(turn, "This message runs already, or has run, so your change comes too late. Send it as a reply instead.", cancellationToken);
    }
}
