using System.Net;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Tasks;

/// <summary>Parts of the pipeline, or all of it, are killed while tasks run.</summary>
[Collection(TaskPipeline.Alone)]
public sealed class CrashTests
{
    [Fact]
    public async Task After_a_crash_of_the_host_what_ran_is_interrupted_and_the_queue_goes_on()
    {
        await using var host = await EmbeddedTasks.StartAsync();
        await CrashWithAQueueAsync(host);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task After_a_crash_of_every_role_what_ran_is_interrupted_and_the_queue_goes_on()
    {
        await using var roles = await DistributedTasks.StartAsync();
        await CrashWithAQueueAsync(roles);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task Trees_worker_and_broker_may_die_while_a_task_runs()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var roles = await DistributedTasks.StartOnAsync(broker.Url);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        roles.On("the first", (_, _) => UpstreamReply.Stream().Text("half ").WaitFor(gate).Text("whole").Complete("stop"));
        roles.On("the second", (_, _) => UpstreamReply.Answer("second answer"));
        using var watched = await roles.StreamAsync("the first");
        await watched.UntilAsync("text");
        var first = (await roles.GetAsync("/v1/trees")).GetProperty("data")[0].GetProperty("running").GetString()!;

        await roles.KillAsync(DistributedTasks.Trees);
        var second = await roles.SubmitAsync("the second", first);
        Assert.Equal("queued", (await roles.GetAsync($"/v1/tasks/{second}")).GetProperty("state").GetString());
        await roles.StartRoleAsync(DistributedTasks.Trees);
        await broker.KillAsync();
        await broker.RunAsync();
        gate.SetResult();

        var result = (await watched.RestAsync())[^1];
        Assert.Equal(("result", "completed", "half whole"), (result.Name, result.Value("state"), result.Value("text")));
        Assert.Equal("second answer", (await roles.UntilAsync(second, "completed")).GetProperty("text").GetString());
        Assert.Equal(1, (await roles.GetAsync($"/v1/tasks/{first}")).GetProperty("runs").GetInt32());
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_killed_CLI_worker_leaves_an_interrupted_task_that_one_call_continues()
    {
        await using var pipeline = await DistributedTasks.StartAsync();
        var roles = (DistributedTasks)pipeline;
        roles.On("the first", (_, call) => call == 1
            ? UpstreamReply.ToolCalls(("Bash", """{"command":"touch begun; sleep 1000","description":"Wait"}"""))
            : UpstreamReply.Answer("whole"));
        var first = await roles.SubmitAsync("the first");
        await roles.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(roles.Workspace, "begun"))), "the command has begun");
        using var watched = await roles.WatchAsync(first);

        await roles.KillAsync(DistributedTasks.Cli);
        Assert.NotEmpty(roles.Processes());
        await roles.StartRoleAsync(DistributedTasks.Cli);
        await roles.UntilAsync(() => Task.FromResult(roles.Processes().Count == 0), "the dead worker's processes are gone");

        var interrupted = await roles.UntilAsync(first, "interrupted");
        Assert.Equal("interrupted", (await watched.RestAsync())[^1].Value("state"));
        using var again = await roles.PostAsync($"/v1/tasks/{first}/resume");
        var completed = await roles.UntilAsync(first, "completed");
        Assert.Equal(
            ("whole", interrupted.GetProperty("session_id").GetString(), 2),
            (completed.GetProperty("text").GetString(), completed.GetProperty("session_id").GetString(), completed.GetProperty("runs").GetInt32()));
    }

    private static async Task CrashWithAQueueAsync(TaskPipeline host)
    {
        host.On("the first", (_, call) => call == 1 ? UpstreamReply.Stream().Text("half").Silence() : UpstreamReply.Answer("whole"));
        host.On("the second", (_, _) => UpstreamReply.Answer("second answer"));
        host.On("the third", (_, _) => UpstreamReply.Answer("third answer"));
        host.On("the fourth", (_, _) => UpstreamReply.Answer("fourth answer"));
        using var watched = await host.StreamAsync("the first");
        var text = await watched.UntilAsync("text");
        var first = (await host.GetAsync("/v1/trees")).GetProperty("data")[0].GetProperty("running").GetString()!;
        var second = await host.SubmitAsync("the second", first);
        var third = await host.SubmitAsync("the third", second);
        var fourth = await host.SubmitAsync("the fourth", first);

        await host.CrashAsync();

        var interrupted = await host.UntilAsync(first, "interrupted");
        Assert.Contains("went away", interrupted.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("second answer", (await host.UntilAsync(second, "completed")).GetProperty("text").GetString());
        Assert.Equal("third answer", (await host.UntilAsync(third, "completed")).GetProperty("text").GetString());
        Assert.Equal("fourth answer", (await host.UntilAsync(fourth, "completed")).GetProperty("text").GetString());
        Assert.Empty(host.Processes());

        var session = interrupted.GetProperty("session_id").GetString();
        using var again = await host.PostAsync($"/v1/tasks/{first}/resume");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        using var rest = await host.WatchAsync(first, text.Id);
        var events = await rest.RestAsync();
        Assert.Equal(("whole", "completed", session), (events[^1].Value("text"), events[^1].Value("state"), events[^1].Value("session_id")));
    }
}
