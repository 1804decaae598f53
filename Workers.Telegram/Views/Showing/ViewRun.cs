using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Chats.Moves;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>Shows one node, from whatever its record says was shown already, until its end is shown or it is cleared.</summary>
internal sealed class ViewRun(
    ViewRecords records, ChatMoves moves, Opening opening, EndDelivery end, IOutgoingMessages outgoing, IOptions<PacingOptions> pacing, TimeProvider time, ILogger<ViewRun> log)
{
    public async Task RunAsync(ShownNode node, CancellationToken lease)
    {
        var run = new FollowedRun(time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(lease);
        var live = new LiveMessage(run.Transcript, outgoing, pacing.Value, time, ending.Token);
        var view = await records.ReadAsync(node.NodeId, lease);
        while (view is { IsOpen: true })
        {
            var known = view;
            node.Version = known.Change?.Version;
            if (known.Change is { } change) run.Expect(change);
            try
            {
                view = await StepAsync(node, known, run, live, lease);
            }
            catch (MovedChatException moved)
            {
                await moves.MoveAsync(known.Chat, moved.Chat, lease);
                view = await records.ReadAsync(node.NodeId, lease);
            }
            catch (RefusedMessageException refused)
            {
                log.LogError("Telegram refuses what is to be said of task {NodeId}, which goes on unseen until it changes: {Reason}", node.NodeId, refused.Message);
                view = await records.GiveUpAsync(known, lease);
            }
            catch (ClosedChatException closed)
            {
                log.LogWarning("Chat {Chat} takes nothing from the bot, so task {NodeId} goes on unseen: {Reason}", known.Chat, node.NodeId, closed.Message);
                view = await records.GiveUpAsync(known, lease);
            }
        }

        // What is still to be said of a node that was cleared is not said.
        await ending.CancelAsync();
    }

    /// <summary>Goes one step on, and gives the record as it is then.</summary>
    private async Task<TelegramView?> StepAsync(ShownNode node, TelegramView view, FollowedRun run, LiveMessage live, CancellationToken lease)
    {
        if (view.Change is { } change && run.IsOver(change)) return await end.DeliverAsync(view, run.Transcript, lease);

        if (view.Change?.State.IsFinished() != true)
        {
            if (await opening.EnsureAsync(view, live, lease) is not { } begun) return null;
            view = begun;
            live.Show(view);
        }

        var part = await node.Feed.NextAsync(lease);
        run.Add(part);
        return part.HasChange | node.TakeNews() ? await ReadAgainAsync(view, lease) : view;
    }

    /// <summary>The record; where the store is away, as it was: what frames tell is shown meanwhile.</summary>
    private async Task<TelegramView?> ReadAgainAsync(TelegramView view, CancellationToken lease)
    {
        try
        {
            return await records.ReadAsync(view.NodeId, lease);
        }
        catch (Exception fault) when (!lease.IsCancellationRequested)
        {
            log.LogDebug(fault, "The record of task {NodeId} cannot be read; it goes on as it was", view.NodeId);
            return view;
        }
    }
}
