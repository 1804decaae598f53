using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;
using Pipeline.Persistence.State.Outbox;

namespace Pipeline.Persistence.State.Files;

/// <summary>State in files: a state transaction is one step of a journal that is flushed to the disk before it counts.</summary>
internal sealed class FileState(StateDirectory directory, StateTypes types, TimeProvider time, ILogger<FileState> log) : IStateBackend, IArrivals, IAsyncDisposable
{
    private const string Name = "state";

    private readonly Lock _gate = new();
    private Task<FileOutbox>? _loading;

    /// <summary>Takes the directory and begins to load, in the background. The first use waits for it.</summary>
    /// <exception cref="PersistenceException">Another host has the directory.</exception>
    public Task<FileOutbox> OpenAsync()
    {
        lock (_gate)
        {
            directory.Claim();
            return _loading ??= Task.Run(async () => new FileOutbox(await OpenState.LoadAsync(directory.Path(Name), time, log), time, log));
        }
    }

    public async Task<IStateSession?> BeginAsync(InboxKey? inbox, CancellationToken cancellationToken)
    {
        var outbox = await OpenAsync().WaitAsync(cancellationToken);
        var session = new FileSession(outbox, types, inbox, time);
        if (inbox is null || await session.EnterAsync(inbox, cancellationToken)) return session;

        await session.DisposeAsync();
        return null;
    }

    public async Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
        where T : class
    {
        var outbox = await OpenAsync().WaitAsync(cancellationToken);
        return outbox.State.Image.Find(RecordKey.Of(types.Of<T>(), key))?.Deserialize<T>(StateJson.Options);
    }

    public async Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        var outbox = await OpenAsync().WaitAsync(cancellationToken);
        return [.. outbox.State.Image.Matching(types.Of<T>().Name, predicate.Compile()).Select(record => record.Value.Read<T>())];
    }

    public async Task SentAsync(OutboxBatch batch, CancellationToken cancellationToken) => await (await OpenAsync()).SentAsync(batch);

    public async Task LostAsync(Guid messageId) => (await OpenAsync()).Lost(messageId);

    public async Task ConsumedAsync(Guid messageId) => await (await OpenAsync()).ConsumedAsync(messageId);

    public async Task SweepOutboxAsync(IOutboxTransport transport, CancellationToken cancellationToken) =>
        await (await OpenAsync().WaitAsync(cancellationToken)).SweepAsync(transport, cancellationToken);

    public async Task SweepInboxAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        (await OpenAsync().WaitAsync(cancellationToken)).State.Image.ForgetConsumed(before);

    public async ValueTask DisposeAsync()
    {
        Task<FileOutbox>? loading;
        lock (_gate) loading = _loading;
        if (loading is null) return;

        // What failed to load was reported to all who waited for it.
        await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loading.IsCompletedSuccessfully) await (await loading).State.DisposeAsync();
    }
}
