using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Stopping;

public sealed class StopTests
{
    // What the CLI does to its tools: a session of their own, in which neither groups nor parents lead to them.
    private const string LeavesBehind = "setsid sleep 1000 & setsid sh -c 'setsid sleep 1000 & sleep 1000' & disown -a; ";

    [Fact]
    public async Task A_stopped_run_leaves_no_process()
    {
        using var bench = new RunBench();
        var request = RunBench.Request($"init; {LeavesBehind} text begun; sleep 1000 & wait");
        using var stop = new CancellationTokenSource();
        var run = bench.RunAsync(request, stop.Token);
        await bench.Events.SaysAsync("begun");
        Assert.True(RunBench.Processes(request.RunId).Count > 3);

        await stop.CancelAsync();
        var outcome = await run;
        Assert.Equal((RunState.Stopped, "session-1"), (outcome.State, outcome.SessionId));
        Assert.Empty(RunBench.Processes(request.RunId));
    }

    [Fact]
    public async Task A_run_that_ends_by_itself_leaves_no_process_either_although_it_held_the_output()
    {
        using var bench = new RunBench();
        var request = RunBench.Request($"{LeavesBehind} result done");
        Assert.Equal(RunState.Completed, (await bench.RunAsync(request, CancellationToken.None)).State);
        Assert.Empty(RunBench.Processes(request.RunId));
    }

    [Fact]
    public async Task What_empties_its_environment_is_found_by_its_parents()
    {
        using var bench = new RunBench();
        using var stop = new CancellationTokenSource();
        var run = bench.RunAsync(RunBench.Request("env -i sh -c 'setsid sleep 1000 & echo $! > child; wait' & text begun; wait"), stop.Token);
        await bench.Events.SaysAsync("begun");
        var file = Path.Combine(bench.Workspace, "child");
        await Patience.UntilAsync(() => Task.FromResult(File.Exists(file) && File.ReadAllText(file).EndsWith('\n')));
        var child = ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(file)));
        Assert.NotNull(child);

        await stop.CancelAsync();
        await run;
        Assert.False(child.Lives);
    }

    [Fact]
    public async Task Who_holds_the_input_of_a_run_and_cannot_be_found_does_not_keep_it_from_its_end()
    {
        const string Program = """
            #!/bin/bash
            env -i PATH="$PATH" setsid sleep 60 <&0 > /dev/null 2>&1 &
            holder=$!
            while grep -q PIPELINE_RUN /proc/$holder/environ; do sleep 0.02; done
            echo $holder > holder
            echo '{"type":"result","subtype":"success","result":"done"}'
            """;
        using var bench = new RunBench(configure: options =>
        {
            File.SetUnixFileMode(options.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllText(options.Path, Program);
        });

        // More than a pipe takes.
        var outcome = await bench.RunAsync(new string('x', 1_000_000));
        Assert.Equal((RunState.Completed, "done"), (outcome.State, outcome.Text));
        Signals.Send(int.Parse(await File.ReadAllTextAsync(Path.Combine(bench.Workspace, "holder"))), Signal.Kill);
    }

    [Theory]
    [InlineData("INT", 5, "terminated")]
    [InlineData("INT TERM", 10, "")]
    public async Task What_does_not_listen_is_told_more_firmly_after_5_and_10_seconds(string ignored, int seconds, string lastWords)
    {
        var time = new ManualTime();
        using var bench = new RunBench(time);
        using var stop = new CancellationTokenSource();
        var request = RunBench.Request($"trap 'text terminated; exit 1' TERM; trap '' {ignored}; text begun; while true; do sleep 0.05; done");
        var run = bench.RunAsync(request, stop.Token);
        await bench.Events.SaysAsync("begun");
        await stop.CancelAsync();
        for (var second = 0; second < seconds; second += 5)
        {
            Assert.False(run.IsCompleted);
            await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(TimeSpan.FromSeconds(5))));
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(RunState.Stopped, (await run).State);
        Assert.Equal($"begun{lastWords}", bench.Events.Text);
        Assert.Empty(RunBench.Processes(request.RunId));
    }

    [Fact]
    public async Task A_run_that_is_stopped_before_it_begins_starts_nothing()
    {
        using var bench = new RunBench();
        var outcome = await bench.RunAsync(RunBench.Request("result x"), new CancellationToken(canceled: true));
        Assert.Equal((RunState.Stopped, null), (outcome.State, outcome.ExitCode));
        Assert.IsType<RunEnded>(Assert.Single(bench.Events.All));
    }

    [Fact]
    public async Task An_answer_that_was_there_before_the_stop_counts()
    {
        using var bench = new RunBench();
        using var stop = new CancellationTokenSource();
        var run = bench.RunAsync(RunBench.Request("trap 'exit 0' INT; result whole; beside begun; sleep 1000 & wait"), stop.Token);
        await bench.Events.SaysAsync("begun");
        await stop.CancelAsync();
        Assert.Equal((RunState.Completed, "whole"), ((await run).State, (await run).Text));
    }

    [Theory]
    [InlineData(StopCause.LeaseLost)]
    [InlineData(StopCause.Shutdown)]
    [InlineData(StopCause.TotalTime)]
    public async Task An_answer_that_was_there_counts_although_its_process_had_to_be_killed(StopCause cause)
    {
        using var bench = new RunBench();
        var request = RunBench.Request("trap 'exit 1' INT; result whole; beside begun; sleep 1000 & wait");
        var run = bench.RunAsync(request, CancellationToken.None);
        await bench.Events.SaysAsync("begun");
        Assert.True(bench.Runs.Stop(request.RunId, cause));
        Assert.Equal((RunState.Completed, "whole"), ((await run).State, (await run).Text));
    }

    [Theory]
    [InlineData(StopCause.LeaseLost, RunState.Interrupted)]
    [InlineData(StopCause.Shutdown, RunState.Interrupted)]
    [InlineData(StopCause.TotalTime, RunState.Failed)]
    public async Task A_run_in_the_middle_of_a_further_turn_has_not_completed_with_the_answer_of_an_earlier_one(StopCause cause, RunState state)
    {
        using var bench = new RunBench();
        var request = RunBench.Request("init; trap 'exit 1' INT; result 'it builds in the background'; text 'it has built, now'; sleep 1000 & wait");
        var run = bench.RunAsync(request, CancellationToken.None);
        await bench.Events.SaysAsync("now");
        Assert.True(bench.Runs.Stop(request.RunId, cause));
        Assert.Equal((state, "session-1"), ((await run).State, (await run).SessionId));
    }

    [Fact]
    public async Task A_process_that_dies_in_the_middle_of_a_further_turn_has_failed()
    {
        using var bench = new RunBench();
        var outcome = await bench.RunAsync("result 'it builds in the background'; text 'it has built, now'; kill -KILL $$");
        Assert.Equal(RunState.Failed, outcome.State);
        Assert.Contains("exit code 137", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_of_the_last_turn_counts()
    {
        using var bench = new RunBench();
        var outcome = await bench.RunAsync("result 'it builds in the background'; text 'it has built'; result 'it has built'; exit 1");
        Assert.Equal((RunState.Completed, "it has built"), (outcome.State, outcome.Text));
    }

    [Fact]
    public async Task What_a_silent_run_has_printed_as_errors_is_told()
    {
        var time = new ManualTime();
        using var bench = new RunBench(time);
        var run = bench.RunAsync("echo 'waiting for a lock' >&2; text begun; sleep 1000 & wait");
        await bench.Events.SaysAsync("begun");
        await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(TimeSpan.FromMinutes(10))));
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.EndsWith("It last printed: waiting for a lock", (await run).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_a_run_and_its_length_does_not()
    {
        var time = new ManualTime();
        using var bench = new RunBench(time);
        var request = RunBench.Request("for step in 1 2; do while [ ! -e go$step ]; do sleep 0.05; done; text $step; done; sleep 1000 & wait");
        var run = bench.RunAsync(request, CancellationToken.None);
        foreach (var step in new[] { "1", "2" })
        {
            await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(TimeSpan.FromMinutes(10))));
            time.Advance(TimeSpan.FromMinutes(9));
            await File.WriteAllTextAsync(Path.Combine(bench.Workspace, $"go{step}"), "");
            await bench.Events.SaysAsync(step);
        }

        await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(TimeSpan.FromMinutes(10))));
        time.Advance(TimeSpan.FromMinutes(10));
        var outcome = await run;
        Assert.Equal(RunState.Failed, outcome.State);
        Assert.Contains("printed nothing for 600 s and was ended (CLI_IDLE_TIMEOUT)", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(RunBench.Processes(request.RunId));
    }

    [Fact]
    public async Task A_process_that_closes_its_output_and_stays_is_silent_too()
    {
        var time = new ManualTime();
        using var bench = new RunBench(time);
        var run = bench.RunAsync("text begun; sleep 1000 >&- 2>&- & exec >&- 2>&-; touch closed; wait");
        await Patience.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(bench.Workspace, "closed"))));
        await Patience.UntilAsync(() => Task.FromResult(time.HasTimerIn(TimeSpan.FromMinutes(10))));
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains("CLI_IDLE_TIMEOUT", (await run).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_in_which_its_events_are_not_taken_is_not_the_processs_silence()
    {
        var time = new ManualTime();
        using var bench = new RunBench(time);
        var taken = new TaskCompletionSource();
        var (waiting, held) = (new TaskCompletionSource(), false);
        bench.Events.Before = told =>
        {
            if (held || told is not TextWritten) return Task.CompletedTask;
            held = true;
            waiting.SetResult();
            return taken.Task;
        };
        var run = bench.RunAsync("text 1; result done");
        await waiting.Task.Soon();
        time.Advance(TimeSpan.FromHours(1));
        taken.SetResult();
        Assert.Equal(RunState.Completed, (await run).State);
    }

    [Fact]
    public async Task A_total_limit_ends_whatever_runs()
    {
        var time = new ManualTime();
        using var bench = new RunBench(time, options => options.TotalTimeoutSeconds = 60);
        var run = bench.RunAsync("trap 'exit 1' INT; text begun; while true; do text x; sleep 0.05; done");
        await bench.Events.SaysAsync("begun");
        time.Advance(TimeSpan.FromSeconds(60));
        var outcome = await run;
        Assert.Contains("CLI_TOTAL_TIMEOUT", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_lease_is_lost_is_killed_at_once_and_can_be_continued()
    {
        using var bench = new RunBench(new ManualTime());
        var request = RunBench.Request($"init; trap '' INT TERM; {LeavesBehind} text begun; while true; do sleep 0.05; done");
        var run = bench.RunAsync(request, CancellationToken.None);
        await bench.Events.SaysAsync("begun");
        Assert.True(bench.Runs.Stop(request.RunId, StopCause.LeaseLost));
        var outcome = await run;
        Assert.Equal((RunState.Interrupted, "session-1"), (outcome.State, outcome.SessionId));
        Assert.Empty(RunBench.Processes(request.RunId));
        Assert.False(bench.Runs.Stop(request.RunId, StopCause.LeaseLost));
    }

    [Fact]
    public async Task A_worker_that_stops_ends_its_runs_and_begins_no_more()
    {
        using var bench = new RunBench();
        var request = RunBench.Request($"init; {LeavesBehind} text begun; sleep 1000 & wait");
        var run = bench.RunAsync(request, CancellationToken.None);
        await bench.Events.SaysAsync("begun");
        await bench.Runs.StopAllAsync(StopCause.Shutdown, StopTimes.Usual).Soon();
        Assert.Equal(RunState.Interrupted, (await run).State);
        Assert.Empty(RunBench.Processes(request.RunId));
        Assert.Equal((RunState.Interrupted, null), ((await bench.RunAsync("result x")).State, (await bench.RunAsync("result x")).ExitCode));
    }
}
