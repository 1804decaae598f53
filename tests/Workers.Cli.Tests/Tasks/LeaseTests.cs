using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Tasks;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Tasks;

public sealed class LeaseTests
{
    private const string Endless = "init; setsid sleep 1000 & touch begun; sleep 1000 & wait";

    private readonly ManualTime _time = new();
    private readonly InterruptibleStore _store = new();

    [Fact]
    public async Task A_run_keeps_its_lease_for_as_long_as_it_lasts()
    {
        await using var host = await StartAsync();
        var task = await BeginAsync(host, "touch begun; until [ -e go ]; do sleep 0.02; done; result done");
        for (var renewal = 0; renewal < 20; renewal++)
        {
            var before = (await host.RunOfAsync(task))!.ExpiresAt;
            await PassAsync(RunLease.Interval);
            await Patience.UntilAsync(async () => (await host.RunOfAsync(task))!.ExpiresAt > before);
        }

        Assert.Equal(_time.GetUtcNow() + ClaimedRuns.Lease, (await host.RunOfAsync(task))!.ExpiresAt);
        await host.MakeAsync("go");
        Assert.Equal(RunState.Completed, (await host.Told.EndOfAsync(task)).State);
    }

    [Fact]
    public async Task A_stop_that_never_reached_the_worker_is_found_with_the_next_renewal()
    {
        await using var host = await StartAsync();
        var task = await BeginAsync(host, Endless);
        await host.ChangeRunAsync(task, run => run.StopRequested = true);
        await PassAsync(RunLease.Interval);

        Assert.Equal(RunState.Stopped, (await host.Told.EndOfAsync(task)).State);
        Assert.Empty(RunBench.Processes(task.RunId));
    }

    [Fact]
    public async Task A_run_that_others_have_ended_is_killed_and_its_end_not_told_twice()
    {
        await using var host = await StartAsync();
        var task = await BeginAsync(host, $"trap '' INT TERM; {Endless}");
        await host.ChangeRunAsync(task, run => run.EndedAt = _time.GetUtcNow());
        await PassAsync(RunLease.Interval);

        await EndedAsync(host, task);
        Assert.Empty(host.Told.EndsOf(task));
    }

    [Fact]
    public async Task A_run_whose_lease_cannot_be_renewed_is_killed_before_others_may_think_it_dead()
    {
        await using var host = await StartAsync();
        var task = await BeginAsync(host, $"trap '' INT TERM; {Endless}");
        var expires = (await host.RunOfAsync(task))!.ExpiresAt;
        _store.IsAway = true;

        await PassAsync(RunLease.Interval);
        for (var tries = 0; tries < 9; tries++) await PassAsync(TimeSpan.FromSeconds(1));
        await host.Log.SaysAsync("is lost").Soon();
        Assert.True(_time.GetUtcNow() < expires);
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(task.RunId).Count == 0));

        // Who ends it now is whoever watches the leases.
        _store.IsAway = false;
        await PassUntilAsync(() => !host.Get<CliTasks>().Has(task.RunId));
        Assert.Empty(host.Told.EndsOf(task));
        Assert.Null((await host.RunOfAsync(task))!.EndedAt);
    }

    [Fact]
    public async Task A_run_that_ends_while_the_store_restarts_loses_neither_its_result_nor_its_transcript()
    {
        await using var host = await StartAsync();
        var task = await BeginAsync(host, "init; touch begun; until [ -e go ]; do sleep 0.02; done; text late; result done");
        _store.IsAway = true;
        await host.MakeAsync("go");
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(task.RunId).Count == 0));

        // A minute, three times as long as the lease.
        await PassUntilAsync(() => host.Log.Text.Contains("is lost", StringComparison.Ordinal));
        for (var second = 0; second < 60; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(host.Told.EndsOf(task));
        _store.IsAway = false;
        await PassUntilAsync(() => host.Told.EndsOf(task) is not []);

        var end = Assert.Single(host.Told.EndsOf(task));
        Assert.Equal((RunState.Completed, "done"), (end.State, end.Text));
        var transcript = await host.TranscriptAsync(task);
        Assert.Contains(transcript, stored => stored.Event is TextWritten { Text: "late" });
        Assert.IsType<RunEnded>(transcript[^1].Event);
    }

    [Fact]
    public async Task An_answer_is_told_although_its_transcript_could_not_be_stored()
    {
        await using var host = await StartAsync();
        var task = await EndWithoutStoreAsync(host);
        Assert.Empty(host.Told.EndsOf(task));
        _store.IsAway = false;

        await PassUntilAsync(() => host.Told.EndsOf(task) is not []);
        var end = Assert.Single(host.Told.EndsOf(task));
        Assert.Equal((RunState.Completed, "done"), (end.State, end.Text));

        // Over HTTP it is read there.
        Assert.Equal("done", Assert.IsType<RunEnded>((await host.TranscriptAsync(task))[^1].Event).Text);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_is_told_with_words_that_say_so()
    {
        await using var host = await StartAsync();
        var task = await EndWithoutStoreAsync(host);
        _store.TakesTranscripts = false;
        _store.IsAway = false;

        await PassUntilAsync(() => host.Told.EndsOf(task) is not []);
        var end = Assert.Single(host.Told.EndsOf(task));
        Assert.Equal((RunState.Completed, "done"), (end.State, end.Text));
        Assert.Contains("could not be stored", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lease_that_ends_with_its_run_is_not_told_as_lost(bool isLetGo)
    {
        await using var host = await StartAsync();
        using var logs = new LogLines();
        var lease = new RunLease(Guid.NewGuid(), _time.GetTimestamp(), host.Get<ClaimedRuns>(), _ => { }, _time, logs.CreateLogger("lease"));
        if (isLetGo) lease.LetGo();
        var keeping = lease.KeepAsync(CancellationToken.None);
        await PassAsync(RunLease.Interval);
        await keeping.Soon();
        Assert.Equal((!isLetGo, isLetGo), (lease.IsLost, logs.Text.Length == 0));
    }

    private Task<CliHost> StartAsync() => CliHost.StartAsync(_time, _store.Interrupt);

    /// <summary>Runs a task to its end while the store is away for longer than its transcript waits.</summary>
    private async Task<RunCliTask> EndWithoutStoreAsync(CliHost host)
    {
        var task = await BeginAsync(host, "init; touch begun; until [ -e go ]; do sleep 0.02; done; text late; result done");
        _store.IsAway = true;
        await host.MakeAsync("go");
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(task.RunId).Count == 0));
        await PassUntilAsync(() => host.Log.Text.Contains("could not be kept", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        return task;
    }

    private static async Task<RunCliTask> BeginAsync(CliHost host, string script)
    {
        var task = CliHost.Task(script);
        await host.SendAsync(task);
        await host.MakesAsync("begun");
        return task;
    }

    private static Task EndedAsync(CliHost host, RunCliTask task) => Patience.UntilAsync(() => Task.FromResult(!host.Get<CliTasks>().Has(task.RunId)));

    private Task PassUntilAsync(Func<bool> condition) => PassUntilAsync(condition, TimeSpan.FromSeconds(1));

    private Task PassUntilAsync(Func<bool> condition, TimeSpan step) => Patience.UntilAsync(() =>
    {
        _time.Advance(step);
        return Task.FromResult(condition());
    });

    private async Task PassAsync(TimeSpan time)
    {
        await Patience.UntilAsync(() => Task.FromResult(_time.HasTimerIn(time)));
        _time.Advance(time);
    }
}
