using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.Leases;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Gets every draft ready, those that a worker before this one has left too.</summary>
internal sealed class DraftWork(IStateStore store, BotIdentity bot, DraftHandles handles, DraftRun run, TimeProvider time, ILogger<DraftWork> log) : ILeaseWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken lease)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                foreach (var draft in await ReadAsync(lease))
                {
                    if (handles.TryBegin(draft.NodeId, lease) is { } handle) running.Add(RunAsync(draft.NodeId, handle));
                }

                running.RemoveAll(work => work.IsCompleted);
                await handles.Arrived.WaitAsync(Interval, time, lease);
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<TelegramDraft>> ReadAsync(CancellationToken lease)
    {
        try
        {
            var id = bot.Id;
            return await store.ReadAllAsync<TelegramDraft>(draft => draft.BotId == id, lease);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "Messages that are not ready could not be read; it is tried again");
            return [];
        }
    }

    private async Task RunAsync(Guid nodeId, DraftHandle handle)
    {
        try
        {
            await run.RunAsync(nodeId, handle);
        }
        catch (OperationCanceledException) when (handle.Ending.IsCancellationRequested)
        {
            // The person has taken it back, or another worker goes on with it.
        }
        finally
        {
            handles.End(nodeId);
        }
    }
}
