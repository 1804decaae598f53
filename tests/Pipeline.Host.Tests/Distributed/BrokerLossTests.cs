using System.Net;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Distributed;

/// <summary>The broker goes away in the middle of everything, and comes back.</summary>
public sealed class BrokerLossTests
{
    private const int Seen = 50;
    private const int Unseen = 150;

    [Fact]
    [Trait("Category", "Full")]
    public async Task In_one_process_it_costs_no_answer_and_hardly_a_call()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(
            ("RABBITMQ_URL", broker.Url.ToString()), ("PROVIDER_MAX_CONCURRENCY", "500"));

        await KillInMidAirAsync(broker, pipeline);

        Assert.InRange(pipeline.Upstream.Requests.Count, Seen + Unseen, (Seen + Unseen) * 11 / 10);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task With_several_workers_it_costs_no_request_that_its_client_has_not_seen_an_answer_to()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var roles = await RunningRoles.StartOnAsync(broker.Url, workers: 2, ("PROVIDER_MAX_CONCURRENCY", "500"));

        await KillInMidAirAsync(broker, roles);
    }

    [Fact]
    public async Task An_answer_that_goes_on_keeps_its_worker_from_nothing()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(("RABBITMQ_URL", broker.Url.ToString()));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Upstream.Responder = request => request.Json.GetRawText().Contains("long", StringComparison.Ordinal)
            ? UpstreamReply.Stream().WaitFor(gate).Text("half ").Text("whole").Complete("stop")
            : UpstreamReply.Stream().Text("quick").Complete("stop");
        var longAnswer = AskAsync(pipeline, "long", new CountdownEvent(1));
        await pipeline.Upstream.Requests.NthAsync(1);

        await broker.KillAsync();
        await broker.RunAsync();
        await Readiness.UntilReadyAsync(pipeline.Address);
        var quick = await AskAsync(pipeline, "quick", new CountdownEvent(1));
        gate.SetResult();

        Assert.Null(quick.Error);
        Assert.Equal("quick", quick.Text);
        Assert.Equal(("half whole", null), ((await longAnswer).Text, (await longAnswer).Error));
        Assert.Equal(2, pipeline.Upstream.Requests.Count);
    }

    private static async Task KillInMidAirAsync(RabbitMqBroker broker, IPipeline pipeline)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Upstream.Responder = request => request.Json.GetRawText().Contains("unseen", StringComparison.Ordinal)
            ? UpstreamReply.Stream().WaitFor(gate).Text("half ").Text("whole").Complete("stop")
            : UpstreamReply.Stream().Text("half ").WaitFor(gate).Text("whole").Complete("stop");

        var seen = new CountdownEvent(Seen);
        var answers = Enumerable.Range(0, Seen).Select(_ => AskAsync(pipeline, "seen", seen)).ToList();
        await Task.Run(seen.Wait).Soon();
        answers.AddRange(Enumerable.Range(0, Unseen).Select(_ => AskAsync(pipeline, "unseen", seen)));
        await pipeline.Upstream.Requests.WhenAsync(log => log.Count >= 2 * Seen, "requests upstream");

        await broker.KillAsync();
        gate.SetResult();
        await broker.RunAsync();
        var results = await Task.WhenAll(answers).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(results.Where(result => !result.WasSeen), result => Assert.Equal(("half whole", null), (result.Text, result.Error)));
        Assert.All(results, result => Assert.True(result.Text == "half whole" || result.Error is not null, result.ToString()));
    }

    private static async Task<Result> AskAsync(IPipeline pipeline, string prompt, CountdownEvent seen)
    {
        using var response = await pipeline.Client.PostMessageAsync(AnthropicRequests.Hello(text: prompt));
        if (response.Status != HttpStatusCode.OK) return new Result(WasSeen: false, "", (await response.ReadJsonAsync()).ToString());

        var wasSeen = false;
        await foreach (var next in response.EventsAsync())
        {
            if (prompt == "unseen" || wasSeen || next.Name != "content_block_delta") continue;
            wasSeen = true;
            seen.Signal();
        }

        var answer = StreamedAnswer.From(response.RawBytes);
        return new Result(wasSeen, answer.Text, answer.Failure?.ToString());
    }

    private sealed record Result(bool WasSeen, string Text, string? Error);
}
