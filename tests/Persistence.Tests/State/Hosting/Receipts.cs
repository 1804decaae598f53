using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Transports;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Counts the messages that endpoints are done with, and keeps the faults of their consumers.</summary>
internal sealed class Receipts : IReceiveObserver, IDisposable
{
    private readonly ConcurrentQueue<string> _endpoints = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly SemaphoreSlim _changed = new(0);

    public IReadOnlyList<Exception> Faults => [.. _faults];

    /// <summary>Waits until an endpoint is done with so many messages.</summary>
    public async Task UntilAsync(string endpoint, int count)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (_endpoints.Count(done => done == endpoint) < count) await _changed.WaitAsync(limit.Token);
    }

    public void Dispose() => _changed.Dispose();

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Note(context);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Note(context);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        _faults.Enqueue(exception);
        return Task.CompletedTask;
    }

    private Task Note(ReceiveContext context)
    {
        _endpoints.Enqueue(context.InputAddress.GetEndpointName()!);
        _changed.Release();
        return Task.CompletedTask;
    }
}
