using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Contracts.Trees;
using Pipeline.Ingress.Tests.Hosting;

namespace Pipeline.Ingress.Tests.Tasks;

/// <summary>Tasks are stopped, taken up again, listed and cleared.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private TasksHost _host = null!;

    public async Task InitializeAsync() => _host = await TasksHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_stop_answers_with_the_state_and_may_be_repeated()
    {
        var task = await _host.SubmitAsync();
        await _host.SetAsync(task, node => node.State = NodeState.Running);
        var stopping = _host.Client.DeleteAsync(Path(task));
        Assert.Equal((task.TreeId, task.NodeId, false), await _host.Heard.NextAsync<StopNode>() is var stop ? (stop.TreeId, stop.NodeId, stop.Branch) : default);
        await _host.SetAsync(task, node => node.State = NodeState.Stopped);
        Assert.Equal((HttpStatusCode.OK, "stopped"), await StateAsync(await stopping));

        Assert.Equal((HttpStatusCode.OK, "stopped"), await StateAsync(await _host.Client.DeleteAsync(Path(task))));
        Assert.Equal(0, _host.Heard.Count);
        Assert.Equal((HttpStatusCode.OK, "stopped"), await StateAsync(await _host.Client.DeleteAsync($"{Path(task)}?branch=true")));
        Assert.True((await _host.Heard.NextAsync<StopNode>()).Branch);
    }

    [Theory]
    [InlineData(NodeState.Interrupted)]
    [InlineData(NodeState.Stopped)]
    [InlineData(NodeState.Failed)]
    public async Task One_call_goes_on(NodeState state)
    {
        var task = await _host.SubmitAsync();
        await _host.SetAsync(task, node => node.State = state);
        var resuming = _host.Client.PostAsync($"{Path(task)}/resume", content: null);
        Assert.Equal(task.NodeId, (await _host.Heard.NextAsync<ResumeNode>()).NodeId);
        await _host.SetAsync(task, node => node.State = NodeState.Running);
        Assert.Equal((HttpStatusCode.Accepted, "running"), await StateAsync(await resuming));
        Assert.Equal((HttpStatusCode.Accepted, "running"), await StateAsync(await _host.Client.PostAsync($"{Path(task)}/resume", content: null)));
        Assert.Equal(0, _host.Heard.Count);
    }

    [Fact]
    public async Task What_has_completed_is_run_again_but_not_resumed()
    {
        var task = await _host.SubmitAsync();
        await _host.SetAsync(task, node => node.State = NodeState.Completed);
        using var resumed = await _host.Client.PostAsync($"{Path(task)}/resume", content: null);
        Assert.Contains("has completed", await resumed.ErrorAsync(409, "invalid_request_error"), StringComparison.Ordinal);

        var retrying = _host.Client.PostAsync($"{Path(task)}/retry", content: null);
        Assert.Equal((task.NodeId, 0), await _host.Heard.NextAsync<RetryNode>() is var retry ? (retry.NodeId, retry.Run) : default);
        await _host.SetAsync(task, node => node.State = NodeState.Queued);
        Assert.Equal((HttpStatusCode.Accepted, "queued"), await StateAsync(await retrying));
    }

    [Fact]
    public async Task Everything_is_stopped_at_once()
    {
        await _host.SetAsync(await _host.SubmitAsync(), node => node.State = NodeState.Running);
        await _host.SetAsync(await _host.SubmitAsync(), _ => { });
        await _host.SetAsync(await _host.SubmitAsync(), node => node.State = NodeState.Completed);
        using var response = await _host.Client.PostAsync("/stop", content: null);
        Assert.Equal(2, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cancelled_count").GetInt32());
        var all = await _host.Heard.NextAsync<StopAll>();
        Assert.Equal((null, null), (all.Platform, all.ChatId));
        Assert.NotNull(all.AskedAt);
    }

    [Fact]
    public async Task What_was_accepted_and_not_heard_of_yet_is_stopped_by_its_id()
    {
        var task = await _host.SubmitAsync();
        using var response = await _host.Client.PostAsync("/stop", content: null);

        Assert.Equal((task.TreeId, task.NodeId), await _host.Heard.NextAsync<StopNode>() is var stop ? (stop.TreeId, stop.NodeId) : default);
        Assert.Equal(1, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("cancelled_count").GetInt32());
        await _host.Heard.NextAsync<StopAll>();
    }

    [Fact]
    public async Task Trees_are_listed_page_by_page_with_how_their_tasks_stand()
    {
        List<string> ids = [];
        for (var count = 0; count < 5; count++)
        {
            var root = await _host.SubmitAsync($"root {count}");
            await _host.SetAsync(root, node => node.State = NodeState.Completed);
            await _host.SetAsync(await _host.SubmitAsync("reply", root.NodeId), _ => { });
            ids.Insert(0, $"tree_{root.TreeId:N}");
        }

        var first = await _host.Client.GetFromJsonAsync<JsonElement>("/v1/trees?limit=2");
        var second = await _host.Client.GetFromJsonAsync<JsonElement>($"/v1/trees?limit=2&after_id={first.GetProperty("last_id").GetString()}");
        var rest = await _host.Client.GetFromJsonAsync<JsonElement>($"/v1/trees?after_id={second.GetProperty("last_id").GetString()}");
        var back = await _host.Client.GetFromJsonAsync<JsonElement>($"/v1/trees?limit=1&before_id={ids[2]}");

        Assert.Equal(ids, new[] { first, second, rest }.SelectMany(Ids));
        Assert.Equal([true, true, false, true], new[] { first, second, rest, back }.Select(page => page.GetProperty("has_more").GetBoolean()));
        Assert.Equal([ids[1]], Ids(back));
        Assert.Equal("""{"queued":1,"completed":1}""", first.GetProperty("data")[0].GetProperty("states").ToString());
        Assert.Equal("root 4", first.GetProperty("data")[0].GetProperty("prompt").GetString());
        using var unknown = await _host.Client.GetAsync($"/v1/trees?after_id=tree_{Guid.NewGuid():N}");
        await unknown.ErrorAsync(400, "invalid_request_error");
    }

    [Fact]
    public async Task What_there_is_to_do_can_be_asked_in_numbers()
    {
        await _host.SetAsync(await _host.SubmitAsync(), node => node.State = NodeState.Completed);
        await _host.SetAsync(await _host.SubmitAsync(), node => node.State = NodeState.Completed);

        var statistics = await _host.Client.GetStringAsync("/v1/stats");
        Assert.Equal("""{"trees":2,"running":0,"queued":0,"processes":0,"workers":0}""", statistics);
    }

    [Fact]
    public async Task A_tree_shows_its_tasks_and_who_follows_whom_until_it_is_cleared()
    {
        var root = await _host.SubmitAsync("root");
        await _host.SetAsync(root, node => node.State = NodeState.Completed);
        var reply = await _host.SubmitAsync("reply", root.NodeId);
        await _host.SetAsync(reply, node => (node.State, node.Error) = (NodeState.Failed, "no"));

        var tree = await _host.Client.GetFromJsonAsync<JsonElement>($"/v1/trees/tree_{root.TreeId:N}");
        var tasks = tree.GetProperty("tasks").EnumerateArray().ToList();
        Assert.Equal(["root completed", "reply failed"], tasks.Select(task => $"{task.GetProperty("prompt")} {task.GetProperty("state")}"));
        Assert.Equal($"task_{root.NodeId:N}", tasks[1].GetProperty("parent_id").GetString());

        var clearing = _host.Client.DeleteAsync($"/v1/trees/tree_{root.TreeId:N}");
        Assert.Equal((root.TreeId, root.NodeId), await _host.Heard.NextAsync<ClearBranch>() is var clear ? (clear.TreeId, clear.NodeId) : default);
        await _host.SetAsync(reply, node => node.State = NodeState.Cleared);
        await _host.SetAsync(root, node => node.State = NodeState.Cleared);
        Assert.Equal(HttpStatusCode.NoContent, (await clearing).StatusCode);
        foreach (var path in new[] { Path(root), Path(reply), $"/v1/trees/tree_{root.TreeId:N}" })
        {
            using var gone = await _host.Client.GetAsync(path);
            await gone.ErrorAsync(404, "not_found_error");
        }

        Assert.Empty(Ids(await _host.Client.GetFromJsonAsync<JsonElement>("/v1/trees")));
    }

    private static string Path(SubmitMessage task) => $"/v1/tasks/task_{task.NodeId:N}";

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("data").EnumerateArray().Select(tree => tree.GetProperty("id").GetString());

    private static async Task<(HttpStatusCode, string?)> StateAsync(HttpResponseMessage response)
    {
        using (response) return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());
    }
}
