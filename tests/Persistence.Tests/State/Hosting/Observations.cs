using System.Collections.Concurrent;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>What was observed, in order.</summary>
internal sealed class Observations : IDisposable
{
    private readonly ConcurrentQueue<object> _all = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>While it is not completed nobody observes anything.</summary>
    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the first observation has begun.</summary>
    public Task Begun => _begun.Task;

    public IReadOnlyList<object> All => [.. _all];

    public async Task AddAsync(object observed, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        await Open.Task.WaitAsync(cancellationToken);
        _all.Enqueue(observed);
        _changed.Release();
    }

    public void Dispose() => _changed.Dispose();

    public async Task<IReadOnlyList<object>> UntilAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (_all.Count < count) await _changed.WaitAsync(limit.Token);
        return All;
    }
}
