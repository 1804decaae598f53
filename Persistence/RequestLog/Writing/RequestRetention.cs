using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Persistence.RequestLog.Writing;

/// <summary>Forgets requests that are older than they are kept, at start and then every hour.</summary>
internal sealed class RequestRetention(
    IRequestStore store,
    IOptions<RequestLogOptions> options,
    TimeProvider time,
    ILogger<RequestRetention> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly TimeSpan _kept = TimeSpan.FromDays(options.Value.RetentionDays);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hour = new PeriodicTimer(Interval, time);
        do
        {
            await DeleteOldAsync(stoppingToken);
        }
        while (await hour.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DeleteOldAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.DeleteBeforeAsync(time.GetUtcNow() - _kept, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogWarning(fault, "Old requests could not be deleted from the request log; it is tried again in an hour");
        }
    }
}
