using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Processes;
using Pipeline.TestKit.RateLimits;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Tests.RateBudget.Processes;
using Xunit.Abstractions;

namespace Pipeline.Workers.Nim.Tests.RateBudget;

/// <summary>Three processes that share one database, and an upstream that counts what arrives. Alone, so that arrivals are noted when they happen.</summary>
[Collection(nameof(WorkerProcessTests))]
[CollectionDefinition(nameof(WorkerProcessTests), DisableParallelization = true)]
public sealed class WorkerProcessTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _home = new("workers");
    private readonly List<ProgramProcess> _workers = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    [Theory]
    [Trait("Category", "Full")]
    [InlineData(20, 2, 0, 10)]
    [InlineData(45, 3, 500, 6)]
    public async Task Three_workers_use_the_limit_and_never_exceed_it(int limit, int seconds, int milliseconds, int windows)
    {
        var limits = new RateLimits(limit, seconds * Second, 0, 10 * Second);
        await using var upstream = await CountingUpstream.StartAsync(async (_, context) =>
        {
            // As models do: the headers at once, and then the words.
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, context.RequestAborted);
        });
        StartWorkers(3, upstream, limits);

        await upstream.HasAsync(windows * limit, Patience);
        await KillAsync(_workers);

        var (most, used) = (RollingWindow.Most(upstream.Arrivals, limits.Window), RollingWindow.Used(upstream.Arrivals, limit, limits.Window));
        foreach (var worker in _workers) output.WriteLine(worker.Output);
        output.WriteLine($"{upstream.Arrivals.Count} requests; at most {most} in any {limits.Window}; {used:P1} used");
        output.WriteLine(string.Join(' ', upstream.Arrivals.Select(arrival => $"{arrival.TotalMilliseconds:0.0}")));
        Assert.Equal(limit, most);
        Assert.InRange(used, 0.95, 1);
    }

    [Fact]
    public async Task Three_workers_never_have_more_calls_under_way_than_allowed()
    {
        await using var upstream = await CountingUpstream.StartAsync(
            (_, context) => Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, context.RequestAborted));
        StartWorkers(3, upstream, new RateLimits(0, Second, 4, Patience));

        await upstream.HasAsync(500, Patience);

        Assert.Equal(4, upstream.MostUnderWay);
    }

    [Fact]
    public async Task The_calls_and_places_of_a_killed_worker_come_back()
    {
        var limits = new RateLimits(10, 2 * Second, 10, Patience) { CallLease = 3 * Second };
        await using var upstream = await CountingUpstream.StartAsync((_, context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        StartWorkers(1, upstream, limits);
        await upstream.HasAsync(10, Patience);

        await KillAsync(_workers);
        StartWorkers(2, upstream, limits);
        await upstream.HasAsync(20, Patience);

        Assert.Equal(10, RollingWindow.Most(upstream.Arrivals, limits.Window));
    }

    [Fact]
    public async Task A_429_pauses_every_worker()
    {
        var limits = new RateLimits(50, Second, 0, 10 * Second);
        await using var upstream = await CountingUpstream.StartAsync((number, context) =>
        {
            if (number != 100) return Task.CompletedTask;

            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = 3.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        StartWorkers(3, upstream, limits);
        await upstream.HasAsync(200, Patience);

        // What was granted before the refusal was known is on its way.
        var silence = upstream.Arrivals.Zip(upstream.Arrivals.Skip(1), (one, next) => next - one).Max();
        Assert.True(silence >= 2.5 * Second, $"{silence}");
    }

    public async Task DisposeAsync()
    {
        foreach (var worker in _workers) await worker.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();

    private void StartWorkers(int count, CountingUpstream upstream, RateLimits limits)
    {
        var program = typeof(CallingWorker).Assembly.Location;
        var arguments = CallingWorker.Arguments(_database.ConnectionString, upstream.Address, callers: 50, limits);
        for (var worker = 0; worker < count; worker++)
            _workers.Add(ProgramProcess.Start(["dotnet", program, .. arguments], new Dictionary<string, string>(), _home.Path));
    }

    private static async Task KillAsync(IEnumerable<ProgramProcess> workers)
    {
        foreach (var worker in workers) await worker.EndAsync(ProcessSignal.Kill);
    }
}
