using System.Globalization;
using MassTransit;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.Chats;
using Pipeline.Workers.Telegram.Limits;

namespace Pipeline.Workers.Telegram.Outcomes;

/// <summary>
/// Draws the consequences of a node's end, beside showing it: what it has used, where its chat goes on, and whether its answer may be
/// given again. Each may be told twice and out of order.
/// </summary>
internal sealed class NodeOutcomeConsumer(IStateStore store, PersonSpending spending, ChatSettingsStore chats, CachedAnswers answers) : IConsumer<NodeChanged>
{
    public async Task Consume(ConsumeContext<NodeChanged> context)
    {
        var changed = context.Message;
        if (!changed.State.IsFinished() || changed.Message is not { } message) return;

        if (long.TryParse(message.UserId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var user))
            await spending.NoteAsync(user, changed, context.CancellationToken);
        await KeepAnswerAsync(changed, context.CancellationToken);

        // Without a session there is nothing to go on from, nor where it was cleared. Its chat may be another one by now.
        if (changed.SessionId is null || await store.ReadAsync<TelegramView>(changed.NodeId, context.CancellationToken) is not { } view) return;
        await chats.NoteFinishedAsync(view.ChatId, view.MessageId, new FinishedNode(changed.TreeId, changed.NodeId, changed.ChangedAt), context.CancellationToken);
    }

    private Task KeepAnswerAsync(NodeChanged changed, CancellationToken cancellationToken)
    {
        if (changed is { State: NodeState.Completed, Text: { Length: > 0 } text }) return answers.KeepAsync(changed.TreeId, changed.NodeId, text, cancellationToken);
        answers.Drop(changed.NodeId);
        return Task.CompletedTask;
    }
}
