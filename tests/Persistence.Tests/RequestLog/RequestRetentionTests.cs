using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.RequestLog;
using Pipeline.Persistence.RequestLog.Writing;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.RequestLog;

public sealed class RequestRetentionTests
{
    private readonly ManualTime _time = new();
    private readonly ScriptedStore _store = new();

    [Fact]
    public async Task Requests_are_forgotten_at_start_and_every_hour_also_after_a_failure()
    {
        var start = _time.GetUtcNow();
        var deleted = new SemaphoreSlim(0);
        _store.BeforeDelete = () =>
        {
            deleted.Release();
            throw new IOException("the store is down");
        };
        using var retention = new RequestRetention(_store, Options.Create(new RequestLogOptions { RetentionDays = 7 }), _time, NullLogger<RequestRetention>.Instance);
        await retention.StartAsync(CancellationToken.None);
        await deleted.WaitAsync().Soon();
        _time.Advance(RequestRetention.Interval);
        await deleted.WaitAsync().Soon();
        await retention.StopAsync(CancellationToken.None).Soon();

        Assert.Equal([start.AddDays(-7), start.AddDays(-7).AddHours(1)], _store.Deleted);
    }
}
