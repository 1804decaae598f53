using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.TestKit;
using Pipeline.TestKit.Processes;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Stopping;

public sealed class ReaperTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly TemporaryDirectory _directory = new("worker");
    private readonly List<Process> _started = [];

    // Only what this test has started; it ends by itself where a test has failed.
    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task What_a_killed_worker_leaves_is_ended_when_the_next_one_starts()
    {
        var run = Guid.NewGuid();
        await using var worker = WorkerProgram.Start(run, "trap '' PIPE; setsid sleep 100 & setsid sh -c 'setsid sleep 100 & wait' & text begun; sleep 100 & wait", _directory.Path);
        await worker.SaysAsync("begun");
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(run).Count == 5));
        Assert.DoesNotContain(OrphanedRuns.All(), orphan => orphan.RunId == run);

        // Any worker that starts on this machine does the same, so another test's may come first.
        await worker.EndAsync(ProcessSignal.Kill).Soon();
        using var logs = new LoggerFactory([_log]);
        var reaper = new OrphanedRuns(logs.CreateLogger<OrphanedRuns>());
        foreach (var orphan in OrphanedRuns.All().Where(orphan => orphan.RunId == run)) await reaper.ReapAsync(orphan).Soon();
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(run).Count == 0));
        Assert.DoesNotContain(OrphanedRuns.All(), orphan => orphan.RunId == run);
    }

    [Fact]
    public async Task What_is_left_of_a_worker_that_is_killed_later_is_ended_too()
    {
        var mark = new RunMark(Guid.NewGuid(), RunOwner.Self with { Process = new ProcessIdentity(int.MaxValue, 1) });
        using var logs = new LoggerFactory([_log]);
        var time = new ManualTime();
        using var reaper = new RunReaper(new OrphanedRuns(logs.CreateLogger<OrphanedRuns>()), new AdoptedProcesses(time), time, logs.CreateLogger<RunReaper>());
        await reaper.StartAsync(CancellationToken.None);
        await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(RunReaper.Interval)));
        Start("sleep 100 & wait", mark);

        time.Advance(RunReaper.Interval);
        await Patience.UntilAsync(() => Task.FromResult(_started[0].HasExited && RunBench.Processes(mark.RunId).Count == 0));
        await reaper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_daemon_that_hides_whose_it_is_ends_with_its_run_and_nothing_stays_of_it()
    {
        var (file, go) = (Path.Combine(_directory.Path, "daemon"), Path.Combine(_directory.Path, "go"));
        await using var worker = WorkerProgram.Start(
            Guid.NewGuid(),
            $"env -i PATH=\"$PATH\" setsid bash -c 'sleep 1000 < /dev/null > /dev/null 2>&1 & echo $! > {file}'; (setsid true &); until [ -e {go} ]; do sleep 0.02; done; result done",
            _directory.Path);
        await Patience.UntilAsync(() => Task.FromResult(File.Exists(file) && File.ReadAllText(file).EndsWith('\n')));
        var daemon = ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(file)));
        Assert.NotNull(daemon);

        await File.WriteAllTextAsync(go, "");
        await worker.SaysAsync(WorkerProgram.LastWords);
        Assert.False(daemon.Lives);
    }

    [Fact]
    public async Task A_daemon_that_may_be_of_either_of_two_runs_ends_with_the_last_of_them_also_where_both_end_at_once()
    {
        var (file, beside) = (Path.Combine(_directory.Path, "daemon"), Path.Combine(_directory.Path, "beside"));
        await using var worker = WorkerProgram.Start(
            Guid.NewGuid(),
            [
                $"until [ -e {beside} ]; do sleep 0.02; done; env -i PATH=\"$PATH\" setsid bash -c 'sleep 1000 < /dev/null > /dev/null 2>&1 & echo $! > {file}'; result done",
                $"touch {beside}; until [ -s {file} ]; do sleep 0.02; done; result done",
            ],
            _directory.Path);
        await worker.SaysAsync(WorkerProgram.LastWords);
        Assert.Null(ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(file))));
    }

    [Fact]
    public async Task A_worker_that_can_open_no_file_ends_its_run_all_the_same()
    {
        var run = Guid.NewGuid();
        await using var worker = StarvedProgram.Start(
            run, "init; trap '' INT TERM; setsid sleep 1000 & sleep 1000 & text \"${PIPELINE_RUN%%:*}\"; while true; do wait; done", _directory.Path);
        await worker.SaysAsync("State = Interrupted");
        Assert.Empty(RunBench.Processes(run));
    }

    [Fact]
    public void What_cannot_be_asked_about_is_not_dead()
    {
        // Of an id that no process can have it is certain; this process itself needs no look.
        Assert.True((RunOwner.Self with { Process = new ProcessIdentity(int.MaxValue, 1) }).IsDead);
        Assert.False(new ProcessIdentity(int.MaxValue, 1).Lives);
        Assert.True(Signals.Exists(Environment.ProcessId));
        Assert.False(Signals.Exists(int.MaxValue));
    }

    [Fact]
    public async Task Runs_of_another_container_are_not_judged()
    {
        var mark = new RunMark(Guid.NewGuid(), new RunOwner("1", new ProcessIdentity(int.MaxValue, 1)));
        Start("sleep 100 & wait", mark);
        await Patience.UntilAsync(() => Task.FromResult(RunBench.Processes(mark.RunId).Count == 2));
        Assert.DoesNotContain(mark, OrphanedRuns.All());
    }

    [Fact]
    public void A_process_that_got_a_dead_workers_id_is_not_that_worker()
    {
        var self = RunOwner.Self;
        Assert.False(self.IsDead);
        Assert.True((self with { Process = self.Process with { StartTicks = self.Process.StartTicks - 1 } }).IsDead);
    }

    [Fact]
    public void A_mark_is_read_as_it_was_written()
    {
        var mark = new RunMark(Guid.NewGuid(), RunOwner.Self);
        Assert.Equal(mark, RunMark.Parse(mark.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x:y")]
    [InlineData("00000000000000000000000000000001")]
    [InlineData("00000000000000000000000000000001:1-2")]
    [InlineData("00000000000000000000000000000001:1-2-x")]
    public void What_is_no_mark_of_ours_belongs_to_nobody(string text) => Assert.Null(RunMark.Parse(text));

    private void Start(string script, RunMark mark)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]);
        start.Environment[RunMark.Variable] = mark.ToString();
        _started.Add(Process.Start(start)!);
    }
}
