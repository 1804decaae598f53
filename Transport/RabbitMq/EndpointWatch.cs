using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// Starts an endpoint anew that consumes nothing although the broker is there. MassTransit 8.4 ends an endpoint for good, and
/// says nothing, when the broker does not answer one of its calls in 20 s (mended in 8.5.2), and waits up to 30 s between its
/// own tries.
/// </summary>
internal sealed class EndpointWatch(BrokerState state, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EndpointWatch> log)
    : BackgroundService, IReceiveEndpointObserver
{
    /// <summary>How long an endpoint may need to consume once the broker is there: 10 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IReceiveEndpoint, long> _silentSince = new();

    /// <inheritdoc/>
    public Task Ready(ReceiveEndpointReady ready) => Forget(ready.ReceiveEndpoint);

    /// <inheritdoc/>
    public Task Stopping(ReceiveEndpointStopping stopping) => Forget(stopping.ReceiveEndpoint);

    /// <inheritdoc/>
    public Task Completed(ReceiveEndpointCompleted completed) => Note(completed.ReceiveEndpoint);

    /// <inheritdoc/>
    public Task Faulted(ReceiveEndpointFaulted faulted) => Note(faulted.ReceiveEndpoint);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken) && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            foreach (var (endpoint, since) in _silentSince)
            {
                if (state.ReadyFor > Patience && time.GetElapsedTime(since) > Patience) await RestartAsync(endpoint, lifetime.ApplicationStopping);
            }
        }
    }

    private async Task RestartAsync(IReceiveEndpoint endpoint, CancellationToken stopping)
    {
        log.LogWarning("{Endpoint} consumes nothing although the broker is there; it is started anew", endpoint.InputAddress.AbsolutePath);
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
            await endpoint.Stop(either.Token);
            if (stopping.IsCancellationRequested) return;

            _silentSince[endpoint] = time.GetTimestamp();
            endpoint.Start(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            log.LogWarning(fault, "{Endpoint} could not be started anew, which is tried again", endpoint.InputAddress.AbsolutePath);
            _silentSince[endpoint] = time.GetTimestamp();
        }
    }

    private Task Note(IReceiveEndpoint endpoint)
    {
        _silentSince.TryAdd(endpoint, time.GetTimestamp());
        return Task.CompletedTask;
    }

    private Task Forget(IReceiveEndpoint endpoint)
    {
        _silentSince.TryRemove(endpoint, out _);
        return Task.CompletedTask;
    }
}
