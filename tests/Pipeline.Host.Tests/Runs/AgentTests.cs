using System.Text;
using System.Text.Json;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.TestKit.Upstream;
using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Host.Tests.Runs;

/// <summary>The real Claude Code CLI, run by a worker, with a scripted model behind the whole host.</summary>
public sealed class AgentTests
{
    [Fact]
    public async Task A_task_edits_a_file_through_tools_and_each_step_is_told()
    {
        await using var agent = await RunningAgent.StartAsync();
        Directory.CreateDirectory(agent.Workspace);
        var note = Path.Combine(agent.Workspace, "note.txt");
        await File.WriteAllTextAsync(note, "the number is 17\n");
        agent.Pipeline.Upstream.Responder = request => ToolOutputs(request) switch
        {
            0 => UpstreamReply.ToolCalls(("Read", JsonSerializer.Serialize(new { file_path = note }))),
            1 => UpstreamReply.ToolCalls(("Edit", JsonSerializer.Serialize(new { file_path = note, old_string = "17", new_string = "18" }))),
            _ => UpstreamReply.Thinking("That was easy.", "It is 18 now."),
        };

        var outcome = await agent.RunAsync("raise the number");

        Assert.Equal((RunState.Completed, "It is 18 now."), (outcome.State, outcome.Text));
        Assert.Equal("the number is 18\n", await File.ReadAllTextAsync(note));
        Assert.Equal(["Read note.txt", "Edit note.txt"], agent.Events.OfType<ToolCalled>().Select(call => $"{call.Name} {call.Description}"));
        Assert.All(agent.Events.OfType<ToolAnswered>(), answer => Assert.False(answer.IsError));
        Assert.Equal("It is 18 now.", agent.Text);
        Assert.Equal("That was easy.", string.Concat(agent.Events.OfType<ThinkingWritten>().Select(thinking => thinking.Text)));
        Assert.Equal(outcome.SessionId, Assert.IsType<StatusReported>(agent.Events[0]).SessionId);
        Assert.True(outcome.Usage!.InputTokens > 0);
    }

    [Fact]
    public async Task Two_forks_of_a_run_know_its_past_and_not_each_other()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Pipeline.Upstream.Enqueue(UpstreamReply.Answer("root answer"), UpstreamReply.Answer("left answer"), UpstreamReply.Answer("right answer"), UpstreamReply.Answer("leaf answer"));

        var root = await agent.RunAsync("root question");
        var left = await agent.RunAsync(RunningAgent.Request("left question") with { SessionId = root.SessionId, ForkSession = true }, CancellationToken.None);
        var right = await agent.RunAsync(RunningAgent.Request("right question") with { SessionId = root.SessionId, ForkSession = true }, CancellationToken.None);
        var leaf = await agent.RunAsync(RunningAgent.Request("leaf question") with { SessionId = left.SessionId, ForkSession = true }, CancellationToken.None);

        Assert.Equal(["root answer", "left answer", "right answer", "leaf answer"], new[] { root, left, right, leaf }.Select(outcome => outcome.Text));
        Assert.Equal(4, new[] { root, left, right, leaf }.Select(outcome => outcome.SessionId).Distinct().Count());
        var conversations = agent.Pipeline.Upstream.Requests.All.Select(request => Encoding.UTF8.GetString(request.Body.Span)).ToList();
        AssertKnows(conversations[2], ["root question", "root answer", "right question"], ["left question", "left answer"]);
        AssertKnows(conversations[3], ["root question", "root answer", "left question", "left answer", "leaf question"], ["right question", "right answer"]);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_long_command_leaves_no_process()
    {
        await using var agent = await RunningAgent.StartAsync();
        var begun = Path.Combine(agent.Workspace, "begun");
        agent.Pipeline.Upstream.Default = UpstreamReply.ToolCalls(("Bash", """{"command":"(setsid sleep 1000 &) ; touch begun; sleep 1000","description":"Wait"}"""));
        var request = RunningAgent.Request("wait for long");
        using var stop = new CancellationTokenSource();
        var run = agent.RunAsync(request, stop.Token);
        await Patience.UntilAsync(() => Task.FromResult(File.Exists(begun) || run.IsCompleted));
        Assert.False(run.IsCompleted);
        Assert.True(Processes(request.RunId).Count > 3);

        await stop.CancelAsync();
        var outcome = await run.Soon();

        Assert.Equal(RunState.Stopped, outcome.State);
        Assert.NotNull(outcome.SessionId);
        Assert.Empty(Processes(request.RunId));
        Assert.Empty(agent.Runs.Active);
    }

    [Fact]
    public async Task A_stopped_run_can_be_continued()
    {
        await using var agent = await RunningAgent.StartAsync();
        var asked = new TaskCompletionSource();
        agent.Pipeline.Upstream.Enqueue(UpstreamReply.Stream().Text("Half").Signal(asked).WaitFor(new TaskCompletionSource()), UpstreamReply.Answer("Whole"));
        using var stop = new CancellationTokenSource();
        var run = agent.RunAsync(RunningAgent.Request("first question"), stop.Token);
        await asked.Task.Soon();
        await Patience.UntilAsync(() => Task.FromResult(agent.Text.Length > 0));
        await stop.CancelAsync();
        var stopped = await run.Soon();

        var outcome = await agent.RunAsync(RunningAgent.Request("go on") with { SessionId = stopped.SessionId, ForkSession = true }, CancellationToken.None);
        Assert.Equal((RunState.Completed, "Whole"), (outcome.State, outcome.Text));
        Assert.Contains("first question", Encoding.UTF8.GetString(agent.Pipeline.Upstream.Requests.All[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_not_there_and_a_model_that_refuses_are_told_in_words()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lost = await agent.RunAsync(RunningAgent.Request("hello") with { SessionId = Guid.NewGuid().ToString(), ForkSession = true }, CancellationToken.None);
        Assert.Equal((RunState.Failed, null), (lost.State, lost.SessionId));
        Assert.Contains("The session to continue was not found", lost.Error, StringComparison.Ordinal);

        agent.Pipeline.Upstream.Default = UpstreamReply.BadRequest("no such sampling");
        var refused = await agent.RunAsync("hello");
        Assert.Equal(RunState.Failed, refused.State);
        Assert.Contains("The model could not be asked: API Error: 400", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", agent.Text);
    }

    [Fact]
    public async Task A_worker_with_another_secret_is_told_so_at_once()
    {
        await using var agent = await RunningAgent.StartAsync("another-secret");
        var outcome = await agent.RunAsync("hello");
        Assert.Equal(RunState.Failed, outcome.State);
        Assert.Contains("was issued with another ANTHROPIC_AUTH_TOKEN: Workers.Cli and this server must have the same", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(agent.Pipeline.Upstream.Requests.All);
        Assert.DoesNotContain(agent.Events.OfType<StatusReported>(), status => status.Text.Contains("try 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_requests_are_of_one_trace_which_the_run_names()
    {
        await using var agent = await RunningAgent.StartAsync();

        // There headers are kept as they came.
        agent.Url = agent.Pipeline.Upstream.BaseAddress;
        agent.Pipeline.Upstream.Default = UpstreamReply.BadRequest("that is enough");
        var request = RunningAgent.Request("hello");
        await agent.RunAsync(request, CancellationToken.None).Soon();

        var asked = agent.Pipeline.Upstream.Requests.All.Where(seen => seen.IsNative).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, seen => Assert.Matches($"^00-{request.RunId:N}-[0-9a-f]{{16}}-01$", seen.Headers["traceparent"]));
    }

    private static void AssertKnows(string conversation, string[] known, string[] unknown)
    {
        Assert.All(known, text => Assert.Contains(text, conversation, StringComparison.Ordinal));
        Assert.All(unknown, text => Assert.DoesNotContain(text, conversation, StringComparison.Ordinal));
    }

    private static List<MarkedProcess> Processes(Guid runId) => [.. MarkedProcess.All().Where(process => process.Mark.RunId == runId)];

    private static int ToolOutputs(RecordedRequest request) =>
        request.Json.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").ValueEquals("tool"));
}
