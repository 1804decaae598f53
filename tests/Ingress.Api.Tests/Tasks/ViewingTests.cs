using System.Net;
using System.Net.Http.Json;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;

namespace Pipeline.Ingress.Tests.Tasks;

/// <summary>What those see who watch a task: before, while and after it runs.</summary>
public sealed class ViewingTests : IAsyncLifetime
{
    private static readonly TranscriptEvent[] WholeRun =
    [
        new StatusReported { Text = "begun", SessionId = "session" },
        new ThinkingWritten { Text = "hm" },
        new TextWritten { Text = "one" },
        new ToolCalled { Id = "t", Name = "Bash", Description = "ls" },
        new ToolAnswered { ToolUseId = "t", Text = "files" },
        new UsageReported { Usage = new TokenCount { InputTokens = 3 } },
        new TextWritten { Text = "two" },
        new RunEnded { State = RunState.Completed, Text = "the end", SessionId = "session" },
    ];

    private static readonly string[] WholeStory =
        ["status running", "status begun", "thinking hm", "text one", "tool Bash", "tool_result files", "usage", "text two", "result the end"];

    private TasksHost _host = null!;

    public async Task InitializeAsync() => _host = await TasksHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Who_submits_sees_the_queue_then_the_run_and_then_the_result()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tasks") { Content = JsonContent.Create(new { prompt = "do it" }) };
        using var task = await WatchedTask.OpenAsync(await _host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
        var message = await _host.Heard.NextAsync<SubmitMessage>();
        var viewer = await _host.Heard.ViewerAsync();
        Assert.Equal("status queued", (await task.NextAsync())!.Brief);
        await _host.SetAsync(message, _ => { }, position: 2);
        Assert.Equal("2", (await task.NextAsync())!.Value("position"));

        await _host.SetAsync(message, Run(1));
        for (var index = 0; index < WholeRun.Length; index++) await _host.SendAsync(viewer, 1, index + 1, WholeRun[index]);
        foreach (var brief in WholeStory.SkipLast(1)) Assert.Equal(brief, (await task.NextAsync())!.Brief);
        await _host.StoreAsync(message.NodeId, 1, 1, WholeRun);
        await _host.SetAsync(message, End);

        var result = Assert.Single(await task.RestAsync());
        Assert.Equal("result the end", result.Brief);
        Assert.Equal(
            ($"task_{message.NodeId:N}", $"tree_{message.TreeId:N}", "completed", "session", "0.5", "7"),
            (result.Value("id"), result.Value("tree_id"), result.Value("state"), result.Value("session_id"),
                result.Data.GetProperty("cost").GetProperty("usd").ToString(), result.Data.GetProperty("usage").GetProperty("output_tokens").ToString()));
        Assert.Equal("anthropic_list_price", result.Data.GetProperty("cost").GetProperty("basis").GetString());
    }

    [Fact]
    public async Task Wherever_a_client_comes_back_it_gets_exactly_what_it_misses()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        await _host.StoreAsync(message.NodeId, 1, 1, WholeRun);
        await _host.SetAsync(message, End);
        using var first = await _host.WatchAsync(message.NodeId);
        var all = await first.RestAsync();
        Assert.Equal(WholeStory, all.Select(next => next.Brief));

        for (var seen = 1; seen < all.Count; seen++)
        {
            using var again = await _host.WatchAsync(message.NodeId, all[seen - 1].Id);
            Assert.Equal(all.Skip(seen).Select(next => (next.Id, next.Brief)), (await again.RestAsync()).Select(next => (next.Id, next.Brief)));
        }

        using var done = await _host.WatchAsync(message.NodeId, all[^1].Id);
        Assert.Equal(HttpStatusCode.NoContent, done.Status);
    }

    [Fact]
    public async Task An_answer_larger_than_what_is_read_at_once_ends_the_stream_like_any_other()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        await _host.StoreAsync(message.NodeId, 1, 1, new TextWritten { Text = "working" }, new RunEnded { State = RunState.Completed, Text = new string('x', 300_000) });
        using var task = await _host.WatchAsync(message.NodeId);
        Assert.Equal(["status running", "text working"], [(await task.NextAsync())!.Brief, (await task.NextAsync())!.Brief]);
        await _host.SetAsync(message, End);

        Assert.Equal(300_000, Assert.Single(await task.RestAsync()).Value("text")!.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_no_longer_kept_is_told_once_where_it_is_missing(bool hasSeenSome)
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        await _host.StoreAsync(message.NodeId, 1, 100, WholeRun[6..]);
        await _host.SetAsync(message, End);
        const long FirstRun = 1L << 32;
        using var task = await _host.WatchAsync(message.NodeId, hasSeenSome ? $"{FirstRun + 7}" : null);
        var all = await task.RestAsync();

        string[] begin = hasSeenSome ? [] : ["status running"];
        Assert.Equal([.. begin, "status Earlier events of this run are no longer kept.", "text two", "result the end"], all.Select(next => next.Brief));
        using var again = await _host.WatchAsync(message.NodeId, all[^3].Id);
        Assert.Equal(["text two", "result the end"], (await again.RestAsync()).Select(next => next.Brief));
    }

    [Fact]
    public async Task Past_and_present_meet_without_a_gap_and_without_a_double()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        await _host.StoreAsync(message.NodeId, 1, 1, WholeRun[..3]);
        using var task = await _host.WatchAsync(message.NodeId);
        var viewer = await _host.Heard.ViewerAsync();
        foreach (var brief in WholeStory[..4]) Assert.Equal(brief, (await task.NextAsync())!.Brief);

        // The third comes again, the fourth and fifth never do, and are stored a little later than the sixth is seen.
        await _host.SendAsync(viewer, 1, 3, WholeRun[2]);
        await _host.SendAsync(viewer, 1, 6, WholeRun[5]);
        await _host.StoreAsync(message.NodeId, 1, 4, WholeRun[3..5]);

        foreach (var brief in WholeStory[4..7]) Assert.Equal(brief, (await task.NextAsync())!.Brief);
    }

    [Fact]
    public async Task Several_watch_one_task_and_each_sees_all_of_it()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        List<WatchedTask> watchers = [];
        for (var count = 0; count < 5; count++) watchers.Add(await _host.WatchAsync(message.NodeId));
        for (var count = 0; count < watchers.Count; count++)
        {
            var viewer = await _host.Heard.ViewerAsync();
            for (var index = 0; index < WholeRun.Length; index++) await _host.SendAsync(viewer, 1, index + 1, WholeRun[index]);
        }

        watchers[0].Dispose();
        await _host.StoreAsync(message.NodeId, 1, 1, WholeRun);
        await _host.SetAsync(message, End);

        foreach (var watcher in watchers.Skip(1)) Assert.Equal(WholeStory, (await watcher.RestAsync()).Select(next => next.Brief));
        Assert.Equal(0, _host.Heard.Count);
        watchers.ForEach(watcher => watcher.Dispose());
    }

    [Fact]
    public async Task A_run_after_an_interruption_goes_on_in_the_same_stream()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        using var task = await _host.WatchAsync(message.NodeId);
        await _host.StoreAsync(message.NodeId, 1, 1, new TextWritten { Text = "half" }, new RunEnded { State = RunState.Interrupted, Text = "" });
        await _host.SetAsync(message, node => (node.State, node.Ticket) = (NodeState.Queued, 1), position: 0);
        await task.UntilAsync("text");
        Assert.Equal(["status interrupted", "status queued"], [(await task.NextAsync())!.Brief, (await task.NextAsync())!.Brief]);
        await _host.SetAsync(message, Run(2));
        await _host.StoreAsync(message.NodeId, 2, 1, WholeRun);
        await _host.SetAsync(message, End);

        Assert.Equal(WholeStory, (await task.RestAsync()).Select(next => next.Brief));
        using var later = await _host.WatchAsync(message.NodeId);
        Assert.Equal(["status running", "text half", "status interrupted", .. WholeStory], (await later.RestAsync()).Select(next => next.Brief));
    }

    [Fact]
    public async Task A_task_that_never_ran_and_one_whose_worker_was_lost_have_a_result_as_well()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, node => (node.State, node.Error) = (NodeState.Failed, "its parent failed"));
        using var failed = await _host.WatchAsync(message.NodeId);
        Assert.Equal(("failed", "its parent failed"), Assert.Single(await failed.RestAsync()) is var only ? (only.Value("state"), only.Value("error")) : default);

        var lost = await _host.SubmitAsync();
        await _host.SetAsync(lost, Run(1));
        await _host.StoreAsync(lost.NodeId, 1, 1, WholeRun[..2]);
        using var task = await _host.WatchAsync(lost.NodeId);
        await task.UntilAsync("thinking");
        await _host.SetAsync(lost, node => (node.State, node.Error, node.SessionId) = (NodeState.Interrupted, "the worker went away", "session"));
        var result = Assert.Single(await task.RestAsync());
        Assert.Equal(("interrupted", "the worker went away", "session"), (result.Value("state"), result.Value("error"), result.Value("session_id")));
    }

    [Fact]
    public async Task A_server_that_stops_says_so_and_the_client_can_go_on_elsewhere()
    {
        var message = await _host.SubmitAsync();
        await _host.SetAsync(message, Run(1));
        using var task = await _host.WatchAsync(message.NodeId);
        await task.UntilAsync("status");
        var stopped = _host.StopAsync();
        var last = (await task.RestAsync())[^1];
        await stopped.Soon();
        Assert.Equal(("error", null), (last.Name, last.Id));
        Assert.Contains("the task goes on", last.Value("text"), StringComparison.Ordinal);
        Assert.Equal(0, _host.Heard.Count);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-1")]
    public async Task An_id_that_no_event_has_is_refused(string id)
    {
        var message = await _host.SubmitAsync();
        using var task = await _host.WatchAsync(message.NodeId, id);
        Assert.Equal(HttpStatusCode.BadRequest, task.Status);
    }

    private static Action<TreeNode> Run(int run) => node => (node.State, node.Runs) = (NodeState.Running, run);

    private static void End(TreeNode node)
    {
        (node.State, node.SessionId, node.CostUsd) = (NodeState.Completed, "session", 0.5);
        node.Usage = new TokenCount { InputTokens = 5, OutputTokens = 7 };
    }
}
