using System.Text.Json.Nodes;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Models;

/// <summary>What a model refuses is found out once, and not by every process anew.</summary>
public sealed class LearntTests
{
    [Fact]
    public async Task A_host_knows_what_the_one_before_it_has_learnt()
    {
        using var state = new TemporaryDirectory("learnt");
        await using (var first = await RunningPipeline.StartAsync(("PIPELINE_STATE_DIR", state.Path)))
        {
            await AskAsync(first);
            Assert.Equal([true, false], SentTopK(first));
            await first.StopAsync();
        }

        await using var second = await RunningPipeline.StartAsync(("PIPELINE_STATE_DIR", state.Path));
        await AskAsync(second);
        Assert.Equal([false], SentTopK(second));
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_worker_knows_what_another_one_of_its_database_has_learnt()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var roles = await RunningRoles.StartAsync(workers: 1, ("DATABASE_URL", database.ConnectionString));
        await AskAsync(roles);
        Assert.Equal([true, false], SentTopK(roles));

        await roles.Workers[0].TerminateAsync();
        await roles.AddWorkerAsync();
        await AskAsync(roles);

        Assert.Equal([true, false, false], SentTopK(roles));
        await roles.Workers[1].SaysAsync("answered in");
    }

    [Fact]
    public async Task What_was_learnt_is_forgotten_in_time_as_providers_learn_too()
    {
        var time = new ShiftedTime();
        await using var pipeline = await RunningPipeline.StartAsync(time);
        await AskAsync(pipeline);
        pipeline.Upstream.Responder = null;

        time.Advance(TimeSpan.FromDays(6));
        await pipeline.StreamAsync(WithTopK());
        time.Advance(TimeSpan.FromDays(2));
        await pipeline.StreamAsync(WithTopK());

        Assert.Equal([true, false, false, true], SentTopK(pipeline));
    }

    private static async Task AskAsync(IPipeline pipeline)
    {
        pipeline.Upstream.Responder = call => HasTopK(call) ? UpstreamReply.BadRequest("Unrecognized request argument supplied: top_k") : null;
        Assert.Equal("ok", (await pipeline.StreamAsync(WithTopK())).Text);
    }

    private static JsonObject WithTopK()
    {
        var body = AnthropicRequests.Hello();
        body["top_k"] = 40;
        return body;
    }

    private static IEnumerable<bool> SentTopK(IPipeline pipeline) => pipeline.Upstream.Requests.All.Select(HasTopK);

    private static bool HasTopK(RecordedRequest call) => call.Json.TryGetProperty("top_k", out _);
}
