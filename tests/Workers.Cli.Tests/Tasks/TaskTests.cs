using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Tasks;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Tasks;

public sealed class TaskTests
{
    [Fact]
    public async Task A_task_is_run_its_session_told_its_transcript_stored_and_then_its_end_told()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("init; text working; until [ -e go ]; do sleep 0.02; done; result 'all done'");
        await host.SendAsync(task);
        await Patience.UntilAsync(() => Task.FromResult(host.Told.All is not []));
        var named = Assert.IsType<CliSessionStarted>(host.Told.All[0]);
        Assert.Equal((task.TreeId, task.NodeId, task.RunId, "session-1"), (named.TreeId, named.NodeId, named.RunId, named.SessionId));
        await host.MakeAsync("go");

        var end = await host.Told.EndOfAsync(task);
        Assert.Equal((task.TreeId, task.NodeId, RunState.Completed, "all done", "session-1", 0.5, 1), (end.TreeId, end.NodeId, end.State, end.Text, end.SessionId, end.CostUsd, end.Turns));
        Assert.Equal((3L, 2L), (end.Usage!.InputTokens, end.Usage.OutputTokens));
        var transcript = await host.TranscriptAsync(task);
        Assert.Equal(Enumerable.Range(1, transcript.Count).Select(number => (long)number), transcript.Select(stored => stored.Position));
        Assert.Contains(transcript, stored => stored.Event is TextWritten { Text: "working" });
        Assert.Equal("all done", Assert.IsType<RunEnded>(transcript[^1].Event).Text);
        Assert.NotNull((await host.RunOfAsync(task))!.EndedAt);
    }

    [Fact]
    public async Task Our_secrets_are_nowhere_in_what_is_told_of_a_run_and_examples_stay()
    {
        await using var host = await CliHost.StartAsync(new Dictionary<string, string?> { ["Ingress:AuthToken"] = "operators-secret" });
        const string Tool = """printf '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"%s operators-secret"}]}}\n' "$ANTHROPIC_AUTH_TOKEN" """;
        var task = CliHost.Task($"{Tool}; text \"x $ANTHROPIC_AUTH_TOKEN y\"; result 'it is operators-secret, sent as Bearer abcdef'");

        var end = await host.RunAsync(task);
        Assert.Equal("it is [key], sent as Bearer abcdef", end.Text);
        var events = (await host.TranscriptAsync(task)).Select(stored => stored.Event).ToList();
        Assert.Equal("[key] [key]", Assert.Single(events.OfType<ToolAnswered>()).Text);
        Assert.Equal("x [key] y", Assert.Single(events.OfType<TextWritten>()).Text);
        Assert.Equal(end.Text, Assert.IsType<RunEnded>(events[^1]).Text);
    }

    [Fact]
    public async Task A_secret_that_the_model_writes_in_pieces_is_not_stored_either()
    {
        await using var host = await CliHost.StartAsync(new Dictionary<string, string?> { ["Ingress:AuthToken"] = "operators-secret" });
        var task = CliHost.Task("text 'it is opera'; text 'tors-sec'; text 'ret, or was'; result done");

        await host.RunAsync(task);
        var events = (await host.TranscriptAsync(task)).Select(stored => stored.Event).ToList();
        Assert.Equal("it is [key], or was", string.Concat(events.OfType<TextWritten>().Select(text => text.Text)));
    }

    [Fact]
    public async Task An_error_repeats_no_secret()
    {
        await using var host = await CliHost.StartAsync(new Dictionary<string, string?> { ["Ingress:AuthToken"] = "operators-secret" });
        var task = CliHost.Task("echo \"refused: $ANTHROPIC_AUTH_TOKEN, Bearer abcdef\" >&2; exit 1");

        Assert.Contains("refused: [key], Bearer [key]", (await host.RunAsync(task)).Error, StringComparison.Ordinal);
        var told = Assert.Single((await host.TranscriptAsync(task)).Select(stored => stored.Event).OfType<ErrorReported>());
        Assert.Contains("refused: [key], Bearer [key]", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_remind_of_a_token_arrive_as_the_model_wrote_them()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("text 'the pod task-run-7f3 failed'; result 'the pod task-run-7f3 failed'");

        Assert.Equal("the pod task-run-7f3 failed", (await host.RunAsync(task)).Text);
        var events = (await host.TranscriptAsync(task)).Select(stored => stored.Event).ToList();
        Assert.Equal("the pod task-run-7f3 failed", Assert.Single(events.OfType<TextWritten>()).Text);
    }

    [Fact]
    public async Task What_runs_is_shown_in_the_workers_health()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("touch begun; until [ -e go ]; do sleep 0.02; done; result done");
        await host.SendAsync(task);
        await host.MakesAsync("begun");
        var report = await host.Get<HealthCheckService>().CheckHealthAsync();
        var running = Assert.IsAssignableFrom<IReadOnlyList<RunInfo>>(report.Entries["agents"].Data["running"]);
        Assert.Equal(task.RunId, Assert.Single(running).RunId);
        await host.MakeAsync("go");
        await host.Told.EndOfAsync(task);
    }

    [Fact]
    public async Task A_further_run_of_a_node_is_written_behind_the_one_before()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("text one; result one");
        await host.RunAsync(task);
        await host.RunAsync(task with { RunId = Guid.NewGuid(), Run = 2, Prompt = "text two; result two" });

        var transcript = await host.TranscriptAsync(task);
        Assert.Equal(["one", "two"], transcript.Select(stored => stored.Event).OfType<TextWritten>().Select(text => text.Text));
        Assert.Equal([1, 2], transcript.Select(stored => new TranscriptPosition(stored.Position).Run).Distinct());
    }

    [Fact]
    public async Task A_task_that_comes_again_never_runs_again()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("echo ran >> runs; until [ -e go ]; do sleep 0.02; done; result done");
        await host.SendAsync(task);
        await host.MakesAsync("runs");
        await host.SendAsync(task);
        await host.SendAsync(task);
        await host.MakeAsync("go");
        await host.Told.EndOfAsync(task);
        await host.SendAsync(task);

        // Tasks are taken in turn: behind this one no other has begun.
        await host.RunAsync(CliHost.Task("result done"));
        Assert.Single(host.Lines("runs"));
        Assert.Single(host.Told.EndsOf(task));
    }

    [Fact]
    public async Task A_task_that_comes_again_waits_until_its_claim_is_stored_and_fails_with_it()
    {
        var store = new InterruptibleStore();
        await using var host = await CliHost.StartAsync(configure: store.Interrupt);
        var (task, tasks) = (CliHost.Task("result done"), host.Get<CliTasks>());
        using var gone = new CancellationTokenSource();
        store.IsAway = true;
        var first = tasks.TakeAsync(task, null, gone.Token);
        var again = tasks.HasTakenAsync(task.RunId, CancellationToken.None);
        await host.Log.SaysAsync("the store does not take it");
        Assert.False(again.IsCompleted);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => again.Soon());
        store.IsAway = false;
        await tasks.TakeAsync(task, null, CancellationToken.None);
        Assert.Equal(RunState.Completed, (await host.Told.EndOfAsync(task)).State);
    }

    [Fact]
    public async Task A_task_that_was_stopped_before_it_came_does_not_begin()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("echo ran >> runs; result done");
        await host.Store.ChangeAsync(
            change => change.TryAddAsync(new CliRun { Id = task.RunId, NodeId = task.NodeId, TreeId = task.TreeId, StopRequested = true, EndedAt = DateTimeOffset.UnixEpoch }, default), default);
        await host.SendAsync(task);

        await host.RunAsync(CliHost.Task("result done"));
        Assert.False(File.Exists(Path.Combine(host.Workspace, "runs")));
        Assert.Empty(host.Told.EndsOf(task));
    }

    [Fact]
    public async Task A_stop_ends_the_run_and_whatever_it_has_started()
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("init; setsid sleep 1000 & touch begun; sleep 1000 & wait");
        await host.SendAsync(task);
        await host.MakesAsync("begun");
        await host.PublishAsync(new StopCliTask { RunId = task.RunId });

        var end = await host.Told.EndOfAsync(task);
        Assert.Equal((RunState.Stopped, "session-1"), (end.State, end.SessionId));
        Assert.Empty(RunBench.Processes(task.RunId));
    }

    [Theory]
    [InlineData("../../../elsewhere", "ALLOWED_DIR")]
    [InlineData("/etc", "is outside the directories")]
    public async Task A_task_that_may_not_work_where_it_wants_fails_in_words(string workspace, string words)
    {
        await using var host = await CliHost.StartAsync();
        var task = CliHost.Task("result done") with { Options = new TaskOptions { Workspace = workspace } };

        var end = await host.RunAsync(task);
        Assert.Equal(RunState.Failed, end.State);
        Assert.Contains(words, end.Error, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, Assert.IsType<RunEnded>((await host.TranscriptAsync(task))[^1].Event).State);
    }

    [Fact]
    public async Task A_task_without_Claude_Code_fails_in_words()
    {
        await using var host = await CliHost.StartAsync(new Dictionary<string, string?> { ["Cli:Path"] = "/no/such/claude" });

        var end = await host.RunAsync(CliHost.Task("result done"));
        Assert.Equal(RunState.Failed, end.State);
        Assert.Contains("CLAUDE_CLI_PATH", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_tasks_run_at_once_than_there_is_room_for_and_the_others_wait_their_turn()
    {
        await using var host = await CliHost.StartAsync(new Dictionary<string, string?> { ["Cli:MaxSessions"] = "2" });

        // Each but the last goes on until the next is beside it.
        var tasks = Enumerable.Range(0, 6).Select(number => CliHost.Task(
            $"touch ran-{number} running-{number}; ls running-* | wc -l >> counts; until [ $(ls ran-* | wc -l) -ge {Math.Min(6, number + 2)} ]; do sleep 0.02; done; rm running-{number}; result done")).ToList();
        foreach (var task in tasks) await host.SendAsync(task);

        foreach (var task in tasks) Assert.Equal(RunState.Completed, (await host.Told.EndOfAsync(task)).State);
        Assert.Equal(6, host.Lines("counts").Length);
        Assert.Equal(2, host.Lines("counts").Max(int.Parse));
    }

    [Fact]
    public async Task A_host_that_stops_tells_at_the_latest_after_its_restart_that_its_runs_were_interrupted()
    {
        using var state = new TemporaryDirectory("state");
        var settings = new Dictionary<string, string?> { ["State:Directory"] = state.Path };
        var task = CliHost.Task("init; touch begun; sleep 1000 & wait");
        IReadOnlyList<CliTaskCompleted> told;
        await using (var host = await CliHost.StartAsync(settings))
        {
            await host.SendAsync(task);
            await host.MakesAsync("begun");
            await host.StopAsync();
            Assert.Empty(RunBench.Processes(task.RunId));
            told = host.Told.EndsOf(task);
        }

        await using var next = await CliHost.StartAsync(settings);
        var end = told is [var known] ? known : await next.Told.EndOfAsync(task);
        Assert.Equal((RunState.Interrupted, "session-1"), (end.State, end.SessionId));
    }
}
