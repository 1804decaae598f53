using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Persistence.RequestLog.Writing;

/// <summary>
/// Forgets requests that are older than they are kept, at start and then every hour. No background service:
/// of those the host reports a fault if it is disposed of before they run, as after a start that failed.
/// </summary>
internal sealed class RequestRetention(
    IRequestStore store,
    IOptions<RequestLogOptions> options,
    TimeProvider time,
    ILogger<RequestRetention> log) : IHostedService, IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly TimeSpan _kept = TimeSpan.FromDays(options.Value.RetentionDays);
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var stopping = _stopping.Token;
        _timer = time.CreateTimer(_ => _ = DeleteOldAsync(stopping), null, TimeSpan.Zero, Interval);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await _stopping.CancelAsync();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task DeleteOldAsync(CancellationToken stopping)
    {
        try
        {
            await store.DeleteBeforeAsync(time.GetUtcNow() - _kept, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left is as old after the next start.
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Old requests could not be deleted from the request log; it is tried again in an hour");
        }
    }
}
