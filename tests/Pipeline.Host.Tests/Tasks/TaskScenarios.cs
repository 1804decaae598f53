using System.Text;
using System.Text.Json;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Tasks;

/// <summary>What tasks do with the real Claude Code CLI and a scripted model, however the roles are spread.</summary>
public abstract class TaskScenarios : IAsyncLifetime
{
    private TaskPipeline _pipeline = null!;

    private protected abstract Task<TaskPipeline> StartAsync();

    public async Task InitializeAsync() => _pipeline = await StartAsync();

    public async Task DisposeAsync() => await _pipeline.DisposeAsync();

    [Fact]
    public async Task A_task_edits_a_file_its_branches_share_the_past_alone_and_many_trees_run_at_once()
    {
        var root = await EditAsync();
        await ForkAsync(root);
        await RunManyAsync(8);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_long_command_leaves_no_process()
    {
        var begun = Path.Combine(_pipeline.Workspace, "begun");
        _pipeline.On("wait for long", (_, _) => UpstreamReply.ToolCalls(("Bash", """{"command":"(setsid sleep 1000 &) ; touch begun; sleep 1000","description":"Wait"}""")));
        var id = await _pipeline.SubmitAsync("wait for long");
        var follower = await _pipeline.SubmitAsync("and then this", id);
        await _pipeline.UntilAsync(() => Task.FromResult(File.Exists(begun)), "the command has begun");
        Assert.True(_pipeline.Processes().Count > 3);

        using var stop = await _pipeline.DeleteAsync($"/v1/tasks/{id}?branch=true");
        Assert.True(stop.IsSuccessStatusCode);
        var stopped = await _pipeline.UntilAsync(id, "stopped");

        Assert.Empty(_pipeline.Processes());
        Assert.NotEmpty(stopped.GetProperty("session_id").GetString()!);
        Assert.Equal(0, (await _pipeline.UntilAsync(follower, "stopped")).GetProperty("runs").GetInt32());
    }

    private async Task<string> EditAsync()
    {
        var note = Path.Combine(_pipeline.Workspace, "note.txt");
        await File.WriteAllTextAsync(note, "the number is 17\n");
        _pipeline.On("raise the number", (request, _) => ToolOutputs(request) switch
        {
            0 => UpstreamReply.ToolCalls(("Read", JsonSerializer.Serialize(new { file_path = note }))),
            1 => UpstreamReply.ToolCalls(("Edit", JsonSerializer.Serialize(new { file_path = note, old_string = "17", new_string = "18" }))),
            _ => UpstreamReply.Thinking("That was easy.", "It is 18 now."),
        });

        using var stream = await _pipeline.StreamAsync("raise the number");
        var events = await stream.RestAsync();

        var result = events[^1];
        Assert.Equal(("result", "completed", "It is 18 now."), (result.Name, result.Value("state"), result.Value("text")));
        Assert.Equal("the number is 18\n", await File.ReadAllTextAsync(note));
        Assert.Equal(["Read note.txt", "Edit note.txt"], events.Where(next => next.Name == "tool").Select(next => $"{next.Value("name")} {next.Value("description")}"));
        Assert.Equal("It is 18 now.", Texts(events, "text"));
        Assert.Equal("That was easy.", Texts(events, "thinking"));
        Assert.Equal(2, events.Count(next => next.Name == "tool_result"));
        Assert.Contains(events, next => next.Name == "usage");

        var id = result.Value("id")!;
        var task = await _pipeline.GetAsync($"/v1/tasks/{id}");
        foreach (var field in new[] { "tree_id", "state", "text", "session_id", "usage", "cost" })
            Assert.Equal(result.Value(field), task.GetProperty(field).ToString());

        using var again = await _pipeline.WatchAsync(id, events[3].Id);
        Assert.Equal(events.Skip(4).Select(next => next.Id), (await again.RestAsync()).Select(next => next.Id));
        return id;
    }

    private async Task ForkAsync(string root)
    {
        List<string> conversations = [];
        foreach (var side in new[] { "left", "right", "leaf" })
        {
            _pipeline.On($"{side} question", (request, _) =>
            {
                lock (conversations) conversations.Add(Encoding.UTF8.GetString(request.Body.Span));
                return UpstreamReply.Answer($"{side} answer");
            });
        }

        var left = await _pipeline.SubmitAsync("left question", root);
        var right = await _pipeline.SubmitAsync("right question", root);
        var leaf = await _pipeline.SubmitAsync("leaf question", left);
        var sessions = new HashSet<string?>();
        foreach (var id in new[] { root, left, right, leaf }) sessions.Add((await _pipeline.UntilAsync(id, "completed")).GetProperty("session_id").GetString());

        Assert.Equal(4, sessions.Count);
        AssertKnows(conversations[1], ["raise the number", "right question"], ["left question", "left answer"]);
        AssertKnows(conversations[2], ["raise the number", "left question", "left answer", "leaf question"], ["right question", "right answer"]);
    }

    private async Task RunManyAsync(int count)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var number = 0; number < count; number++)
        {
            var answer = $"answer {number}.";
            _pipeline.On($"tree number {number}.", (_, _) => UpstreamReply.Stream().WaitFor(gate).Text(answer).Complete("stop"));
        }

        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(number => _pipeline.SubmitAsync($"tree number {number}.")));
        for (var number = 0; number < count; number++) await _pipeline.AskedAsync($"tree number {number}.");
        gate.SetResult();

        for (var number = 0; number < count; number++)
            Assert.Equal($"answer {number}.", (await _pipeline.UntilAsync(ids[number], "completed")).GetProperty("text").GetString());
        var trees = await _pipeline.GetAsync("/v1/trees?limit=100");
        Assert.Superset(ids.Select(id => id.Replace("task_", "tree_", StringComparison.Ordinal)).ToHashSet(), trees.GetProperty("data").EnumerateArray().Select(tree => tree.GetProperty("id").GetString()!).ToHashSet());
    }

    private static string Texts(IEnumerable<TaskEvent> events, string name) =>
        string.Concat(events.Where(next => next.Name == name).Select(next => next.Value("text")));

    private static void AssertKnows(string conversation, string[] known, string[] unknown)
    {
        Assert.All(known, text => Assert.Contains(text, conversation, StringComparison.Ordinal));
        Assert.All(unknown, text => Assert.DoesNotContain(text, conversation, StringComparison.Ordinal));
    }

    private static int ToolOutputs(RecordedRequest request) =>
        request.Json.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").ValueEquals("tool"));
}

[Collection(TaskPipeline.Alone)]
public sealed class InOneProcess : TaskScenarios
{
    private protected override Task<TaskPipeline> StartAsync() => EmbeddedTasks.StartAsync();
}

[Collection(TaskPipeline.Alone)]
public sealed class OverTheBroker : TaskScenarios
{
    private protected override Task<TaskPipeline> StartAsync() => DistributedTasks.StartAsync();
}
