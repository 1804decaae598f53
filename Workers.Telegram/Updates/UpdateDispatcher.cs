using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.Pacing;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Hands every update that is stored and not handled to its handler, those of one chat in their order. What a worker
/// before this one has left is among them.
/// </summary>
internal sealed class UpdateDispatcher(
    UpdateInbox inbox, UpdateOrder order, UpdateReceipts receipts, UpdateHandler handler, FailedTries tries, LastingNotes notes,
    IOptions<UpdateOptions> options, TimeProvider time, Func<double> chance, ILogger<UpdateDispatcher> log) : ILeaseWork
{
    // The ingress may have handed an update to another worker, which has only stored it.
    private static readonly TimeSpan IntervalWithWebhook = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int ChatsAtOnce = 16;

    public async Task RunAsync(CancellationToken lease)
    {
        var underWay = new HashSet<string>(StringComparer.Ordinal);
        var done = new ConcurrentQueue<string>();
        using var lanes = new ChatLanes(ChatsAtOnce);
        var running = new List<Task>();
        try
        {
            while (true)
            {
                // What is done after this may be in what is read now, and must not be done again.
                string[] doneBefore = [.. Drain(done)];
                foreach (var update in (await UnhandledAsync(lease)).Where(update => underWay.Add(update.Key)))
                    running.Add(BeginAsync(update, lanes, done, lease));
                underWay.ExceptWith(doneBefore);
                running.RemoveAll(work => work.IsCompleted);
                await inbox.Arrived.WaitAsync(options.Value.UsesWebhook ? IntervalWithWebhook : Interval, time, lease);
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static IEnumerable<string> Drain(ConcurrentQueue<string> done)
    {
        while (done.TryDequeue(out var key)) yield return key;
    }

    private async Task<IReadOnlyList<TelegramUpdate>> UnhandledAsync(CancellationToken lease)
    {
        try
        {
            return await order.ReadyAsync(await inbox.UnhandledAsync(lease), lease);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "Stored updates could not be read; it is tried again");
            return [];
        }
    }

    private async Task BeginAsync(TelegramUpdate update, ChatLanes lanes, ConcurrentQueue<string> done, CancellationToken lease)
    {
        try
        {
            if (Read(update) is { } read) await HandleAsync(update, read, lanes, lease);
            await notes.KeepAsync(() => receipts.MarkAsync(update.Key, lease), lease);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !lease.IsCancellationRequested)
        {
            log.LogError(fault, "Update {UpdateId} was not noted as handled; it is handled again", update.UpdateId);
        }
        finally
        {
            done.Enqueue(update.Key);
        }
    }

    private Update? Read(TelegramUpdate update)
    {
        if (UpdateJson.TryRead(update.Body, out var read)) return read;
        log.LogWarning("Update {UpdateId} is in a form that nobody expects; it is dropped", update.UpdateId);
        return null;
    }

    private async Task HandleAsync(TelegramUpdate record, Update update, ChatLanes lanes, CancellationToken lease)
    {
        var backoff = new Backoff(chance);
        while (UpdateHandler.TurnOf(record, update) is { } turn)
        {
            await lanes.Add(turn.Place.Chat, () => HandleAsync(update, turn, backoff, lease));
            if (await IsSaidAsync(turn, lease)) return;
            await Task.Delay(backoff.Next(), time, lease);
        }
    }

    private async Task HandleAsync(Update update, Turn turn, Backoff backoff, CancellationToken lease)
    {
        while (true)
        {
            lease.ThrowIfCancellationRequested();
            try
            {
                await handler.HandleAsync(update, turn, lease);
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !lease.IsCancellationRequested)
            {
                if (!await tries.NoteAsync(turn, fault, lease)) return;
            }

            await Task.Delay(backoff.Next(), time, lease);
        }
    }

    /// <summary>Whether there is nothing more to say, or it is given up; otherwise the update is handled again.</summary>
    private async Task<bool> IsSaidAsync(Turn turn, CancellationToken lease)
    {
        try
        {
            await turn.Said.WaitAsync(lease);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !lease.IsCancellationRequested)
        {
            if (await tries.NoteAsync(turn, fault, lease)) return false;
        }

        // Words of its own about having given up may be among what is unsaid; they are not tried again.
        await turn.Said.WaitAsync(lease).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }
}
