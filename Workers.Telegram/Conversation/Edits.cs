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
internal sealed class Edits(IStateStore store, UpdateReceipts receipts, BotIdentity bot, MessageLinks links, CachedAnswers cache, Replies replies, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(0.5);

    // Far longer than a tree takes to hear of it.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    public async Task HandleAsync(Message edited, Turn turn, CancellationToken cancellationToken)
    {
        var said = Said.Of(edited, bot.Username);
        if (said.Voice is not null || await links.FindAsync(turn.Place.Chat, edited.MessageId, cancellationToken) is not { } link) return;

        // A message that was answered from memory is linked to another's node.
        if (await TryEditDraftAsync(link.NodeId, edited.MessageId, said.Text, turn, cancellationToken)) return;
        if (await store.ReadAsync<TelegramView>(link.NodeId, cancellationToken) is not { } view || view.MessageId != edited.MessageId) return;

        var prompt = AttachedPrompt.Of(said.Text, [.. view.Attachments.Select(file => new SavedFile(file.Path, file.Bytes))]);
        if (prompt.Length == 0) return;
        var node = await store.ReadAsync<TreeNode>(view.NodeId, cancellationToken);
        if (node is { State: not NodeState.Queued }) Tell(node, prompt, turn, cancellationToken);
        else if (await ReplaceAsync(view, prompt, edited, turn, cancellationToken)) turn.Expect(TellIfLateAsync(view.NodeId, node?.Prompt, prompt, turn, cancellationToken));
    }

    private async Task<bool> TryEditDraftAsync(Guid nodeId, int messageId, string text, Turn turn, CancellationToken cancellationToken)
    {
        var isDraft = false;
        await store.ChangeAsync(
            async change =>
            {
                var draft = await change.FindAsync<TelegramDraft>(nodeId, cancellationToken);
                isDraft = draft is not null;

                // Of an album each part may have words of its own; the first's are the node's.
                if (draft?.MessageIds[0] == messageId && await receipts.TryMarkAsync(change, turn.UpdateKey, cancellationToken)) draft.Caption = text;
            },
            cancellationToken);
        return isDraft;
    }

    private async Task<bool> ReplaceAsync(TelegramView view, string prompt, Message edited, Turn turn, CancellationToken cancellationToken)
    {
        // Its answer would be that of another question.
        cache.Drop(view.NodeId);
        DateTimeOffset? editedAt = edited.EditDate is { } date ? DateTimeOffset.FromUnixTimeSeconds(date) : null;
        return await receipts.TryHandleAsync(
            turn,
            change => change.SendAsync(
                MessageLinks.Trees, new ReplacePrompt { TreeId = view.TreeId, NodeId = view.NodeId, Prompt = prompt, EditedAt = editedAt }, cancellationToken),
            cancellationToken);
    }

    /// <summary>Tells the person where the node has begun to run before its tree heard of the change.</summary>
    private async Task TellIfLateAsync(Guid nodeId, string? before, string prompt, Turn turn, CancellationToken cancellationToken)
    {
        for (var asked = time.GetTimestamp(); time.GetElapsedTime(asked) < LongestLook;)
        {
            var node = await store.ReadAsync<TreeNode>(nodeId, cancellationToken);
            if (node?.Prompt == prompt) return;
            if (node is { State: not NodeState.Queued })
            {
                // With other words than before it was changed once more, and who did that is told.
                if (before is null || before == node.Prompt) await TellAsync(node, turn, cancellationToken);
                return;
            }

            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    // Telegram also tells of edits that change no words, such as a link's preview.
    private void Tell(TreeNode node, string prompt, Turn turn, CancellationToken cancellationToken)
    {
        if (node.Prompt != prompt) turn.Expect(TellAsync(node, turn, cancellationToken));
    }

    private Task TellAsync(TreeNode node, Turn turn, CancellationToken cancellationToken) => node.State == NodeState.Cleared
        ? Task.CompletedTask
        : replies.AnswerAsync(
            turn.Place, "This message runs already, or has run, so your change comes too late. Send it as a reply instead.", turn.MessageId, cancellationToken: cancellationToken);
}
