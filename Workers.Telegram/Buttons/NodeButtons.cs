using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Views;

namespace Pipeline.Workers.Telegram.Buttons;

/// <summary>Stop, Retry and Resume. What makes the node run again counts as a message of the person's.</summary>
internal sealed class NodeButtons(IStateStore store, UpdateReceipts receipts, Submissions submissions, IViews views)
{
    /// <summary>Does it, and says what to show for a moment.</summary>
    public async Task<string> PressAsync(ButtonAction action, Guid nodeId, Turn turn, CancellationToken cancellationToken)
    {
        // Who may use the bot may not therefore use it for another chat.
        if (await store.ReadAsync<TelegramView>(nodeId, cancellationToken) is not { } view || view.Chat != turn.Place.Chat) return "This task is gone.";

        // The buttons of a moment ago may still be there.
        var state = (await store.ReadAsync<TreeNode>(nodeId, cancellationToken))?.State;
        switch (action)
        {
            case ButtonAction.Stop when state?.IsFinished() == true:
                return "It has ended already.";
            case not ButtonAction.Stop when state?.IsFinished() == false:
                return "It runs already.";
            case ButtonAction.Stop:
                await receipts.TryHandleAsync(turn, change => SendAsync(change, new StopNode { TreeId = view.TreeId, NodeId = nodeId }, cancellationToken), cancellationToken);
                return "Stopping";
            case ButtonAction.Retry:
                return await RepeatAsync(view, new RetryNode { TreeId = view.TreeId, NodeId = nodeId, Run = view.Change?.Run }, turn, cancellationToken);
            default:
                return await RepeatAsync(view, new ResumeNode { TreeId = view.TreeId, NodeId = nodeId, Run = view.Change?.Run }, turn, cancellationToken);
        }
    }

    private async Task<string> RepeatAsync<T>(TelegramView view, T command, Turn turn, CancellationToken cancellationToken)
        where T : class
    {
        var isTaken = await submissions.TakeAsync(
            turn,
            async change =>
            {
                await SendAsync(change, command, cancellationToken);
                await NoteAsync(change, view.NodeId, cancellationToken);
            },
            cancellationToken);
        if (!isTaken) return "Not yet";
        await views.ShowAsync(view.NodeId, cancellationToken);
        return "It runs again";
    }

    /// <summary>
    /// Notes that it is about to wait again, of the version that is known: its tree says so a moment later, and a <c>/stop</c> that comes
    /// before that has to find it.
    /// </summary>
    private static async Task NoteAsync(IStateTransaction change, Guid nodeId, CancellationToken cancellationToken)
    {
        if (await change.FindAsync<TelegramView>(nodeId, cancellationToken) is { IsOpen: false, Change: { } told } view)
            view.Change = told with { State = NodeState.Queued };
    }

    private static Task SendAsync<T>(IStateChange change, T command, CancellationToken cancellationToken)
        where T : class => change.SendAsync(MessageLinks.Trees, command, cancellationToken);
}
