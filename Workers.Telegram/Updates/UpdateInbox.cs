using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Transport.Waiting;
using Pipeline.Workers.Telegram.BotApi;

namespace Pipeline.Workers.Telegram.Updates;

/// <summary>
/// Stores updates before Telegram hears that they have arrived, each once. Whoever has the lease handles them.
/// </summary>
internal sealed class UpdateInbox(IStateStore store, BotIdentity bot, TimeProvider time, ILogger<UpdateInbox> log)
{
    /// <summary>Raised when an update was stored here.</summary>
    public Signal Arrived { get; } = new();

    /// <summary>Stores updates; they are durable once this returns.</summary>
    public async Task StoreAsync(IReadOnlyList<JsonElement> updates, CancellationToken cancellationToken)
    {
        var arrived = updates.Select(Read).OfType<TelegramUpdate>().ToList();
        if (arrived.Count == 0) return;

        await store.ChangeAsync(
            async change =>
            {
                // A fresh one for each run: what was added to a transaction is its own.
                foreach (var update in arrived) await change.TryAddAsync(Copy(update), cancellationToken);
            },
            cancellationToken);
        Arrived.Raise();
    }

    /// <summary>What has not been handled, in Telegram's order.</summary>
    public async Task<IReadOnlyList<TelegramUpdate>> UnhandledAsync(CancellationToken cancellationToken)
    {
        var id = bot.Id;
        var unhandled = await store.ReadAllAsync<TelegramUpdate>(update => update.BotId == id && update.HandledAt == null, cancellationToken);
        return [.. unhandled.OrderBy(update => update.UpdateId)];
    }

    /// <summary>Whether an update is known, handled or not.</summary>
    public async Task<bool> HasAsync(long updateId, CancellationToken cancellationToken) =>
        await store.ReadAsync<TelegramUpdate>(TelegramUpdate.KeyOf(bot.Id, updateId), cancellationToken) is not null;

    private TelegramUpdate? Read(JsonElement update)
    {
        if (UpdateJson.TryReadId(update, out var id))
            return new TelegramUpdate { Key = TelegramUpdate.KeyOf(bot.Id, id), BotId = bot.Id, UpdateId = id, Body = update.GetRawText(), ReceivedAt = time.GetUtcNow() };

        log.LogWarning("Something came from Telegram that is no update; it is dropped");
        return null;
    }

    private static TelegramUpdate Copy(TelegramUpdate update) =>
        new() { Key = update.Key, BotId = update.BotId, UpdateId = update.UpdateId, Body = update.Body, ReceivedAt = update.ReceivedAt };
}
