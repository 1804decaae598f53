using Microsoft.Extensions.Options;

namespace Pipeline.Ingress.Relay;

/// <summary>
/// At shutdown gives running answers some time, then ends them with an error, so that no client sees
/// an answer that just stops.
/// </summary>
internal sealed class RelayDrain(
    RelayStreams relays,
    IHostApplicationLifetime lifetime,
    IOptions<IngressOptions> options,
    TimeProvider time,
    ILogger<RelayDrain> log) : IHostedService, IDisposable
{
    private ITimer? _timer;
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(Drain);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
    }

    private void Drain()
    {
        var patience = TimeSpan.FromSeconds(options.Value.DrainSeconds);
        if (relays.Count > 0) log.LogInformation("{Count} answers are under way; they have {Seconds} s", relays.Count, patience.TotalSeconds);
        _timer = time.CreateTimer(_ => relays.CloseAll(), null, patience, Timeout.InfiniteTimeSpan);
    }
}
