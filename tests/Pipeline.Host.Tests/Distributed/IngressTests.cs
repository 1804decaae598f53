using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Distributed;

/// <summary>Several ingresses, and ingresses that vanish.</summary>
public sealed class IngressTests
{
    [Fact]
    public async Task Each_answer_reaches_the_ingress_that_asked()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 2, ("PROVIDER_MAX_CONCURRENCY", "64"));
        var second = await roles.AddIngressAsync();
        using var other = new SseClient(second.Address);
        roles.Upstream.Responder = request => UpstreamReply.Answer("you said ", LastPrompt(request));

        var answers = Enumerable.Range(0, 60).Select(async i =>
        {
            using var response = await (i % 2 == 0 ? roles.Client : other).PostMessageAsync(AnthropicRequests.Hello(text: $"number {i}"));
            await response.ReadToEndAsync();
            Assert.Equal($"you said number {i}", StreamedAnswer.From(response.RawBytes).Text);
        });

        await Task.WhenAll(answers).Soon();
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task Commands_of_an_ingress_that_has_gone_are_dropped_without_a_model_call()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 0, ("PING_AFTER", "0.1"));
        var gone = await roles.AddIngressAsync();
        using var client = new SseClient(gone.Address);

        // The first ping comes when the command is safely on the broker.
        using var lost = await client.PostMessageAsync(AnthropicRequests.Hello(text: "lost"));
        await gone.KillAsync();

        roles.Upstream.Default = UpstreamReply.Answer("ok");
        var worker = await roles.AddWorkerAsync();
        await worker.SaysAsync("dropped, as nobody waits for it any more");
        var answer = await roles.StreamAsync(AnthropicRequests.Hello(text: "alive"));

        Assert.Equal("ok", answer.Text);
        Assert.Equal(1, roles.Upstream.Requests.Count);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task An_ingress_that_is_killed_in_mid_stream_frees_the_model()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1);
        var more = new TaskCompletionSource();
        roles.Upstream.Enqueue(UpstreamReply.Stream().Text("half an ").WaitFor(more).Text("answer").Silence());
        await using var open = new OpenAnswer(await roles.Client.PostMessageAsync(AnthropicRequests.Hello()));
        await open.FirstWordsAsync();

        await roles.Ingress.KillAsync();
        more.SetResult();

        await roles.Upstream.Requests.WhenIdleAsync();
    }

    private static string LastPrompt(RecordedRequest request)
    {
        var content = request.Json.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
        return content.ValueKind == System.Text.Json.JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;
    }
}
