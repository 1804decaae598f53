using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Workers.Nim.Tests.RateBudget.Processes;

/// <summary>An upstream that notes when requests arrive, and answers them as it is told.</summary>
internal sealed class CountingUpstream : IAsyncDisposable
{
    private const string WarmUp = "/warm-up";

    private readonly ConcurrentQueue<TimeSpan> _arrivals = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly WebApplication _server;
    private int _underWay;
    private int _most;

    private CountingUpstream(WebApplication server) => _server = server;

    /// <summary>When requests arrived, in order.</summary>
    public IReadOnlyList<TimeSpan> Arrivals => [.. _arrivals.Order()];

    /// <summary>The most that were under way at once.</summary>
    public int MostUnderWay => Volatile.Read(ref _most);

    public Uri Address => new(_server.Urls.First());

    /// <summary>Starts it on a free port.</summary>
    /// <param name="answer">Answers a request, of which the number is told.</param>
    public static async Task<CountingUpstream> StartAsync(Func<int, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var upstream = new CountingUpstream(builder.Build());
        upstream._server.Run(context => upstream.TakeAsync(context, answer));
        await upstream._server.StartAsync();
        await upstream.WarmUpAsync();
        return upstream;
    }

    /// <summary>Waits until that many requests have arrived.</summary>
    public async Task HasAsync(int requests, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        while (_arrivals.Count < requests) await _arrived.WaitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
        _arrived.Dispose();
    }

    // A server that is only being compiled notes its first requests late.
    private async Task WarmUpAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.PostAsync(WarmUp, new ByteArrayContent([]))));
    }

    private async Task TakeAsync(HttpContext context, Func<int, HttpContext, Task> answer)
    {
        if (context.Request.Path == WarmUp) return;

        _arrivals.Enqueue(TimeProvider.System.GetElapsedTime(_start));
        _arrived.Release();
        var underWay = Interlocked.Increment(ref _underWay);
        for (var most = _most; underWay > most; most = _most) Interlocked.CompareExchange(ref _most, underWay, most);
        try
        {
            await answer(_arrivals.Count, context);
        }
        catch (OperationCanceledException)
        {
            // The caller was killed.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
