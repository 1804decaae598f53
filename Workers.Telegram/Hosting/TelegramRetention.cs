using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.People;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Hosting;

/// <summary>Forgets, every hour, what nobody will ask for any more.</summary>
internal sealed class TelegramRetention(IStateStore store, ChatWorkspaces workspaces, TimeProvider time, ILogger<TelegramRetention> log) : ILeaseWork
{
    /// <summary>Pause between two looks: 1 h.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long a handled update is remembered: 3 days; Telegram brings none again after one.</summary>
    public static readonly TimeSpan UpdateAge = TimeSpan.FromDays(3);

    /// <summary>How long files that people have sent are kept: 30 days, as Claude Code keeps its sessions.</summary>
    public static readonly TimeSpan UploadAge = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken lease)
    {
        using var pause = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SweepAsync(lease);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !lease.IsCancellationRequested)
            {
                log.LogWarning(fault, "What is no longer needed could not be removed; next try in {Interval}", Interval);
            }
        }
        while (await pause.WaitForNextTickAsync(lease));
    }

    private async Task SweepAsync(CancellationToken lease)
    {
        DateTimeOffset updates = time.GetUtcNow() - UpdateAge, strangers = time.GetUtcNow() - Strangers.Interval;
        await RemoveAsync(await store.ReadAllAsync<TelegramUpdate>(update => update.HandledAt < updates, lease), update => update.Key, lease);
        await RemoveAsync(await store.ReadAllAsync<TelegramStranger>(stranger => stranger.ToldAt < strangers && (stranger.RefusedAt == null || stranger.RefusedAt < strangers), lease), stranger => stranger.UserId, lease);
        var asides = time.GetUtcNow() - MessageDeletion.MaxAge;
        await RemoveAsync(await store.ReadAllAsync<TelegramAside>(aside => aside.SaidAt < asides, lease), aside => aside.Key, lease);
        TemporaryFiles.Sweep(time.GetUtcNow() - TemporaryFiles.Age);
        UploadDirectory.Sweep(workspaces.Resolve(null), time.GetUtcNow() - UploadAge);
    }

    private async Task RemoveAsync<T>(IReadOnlyList<T> old, Func<T, object> key, CancellationToken lease)
        where T : class
    {
        foreach (var batch in old.Chunk(100))
        {
            await store.ChangeAsync(
                async change =>
                {
                    foreach (var record in batch)
                        if (await change.FindAsync<T>(key(record), lease) is { } found) change.Remove(found);
                },
                lease);
        }
    }
}
