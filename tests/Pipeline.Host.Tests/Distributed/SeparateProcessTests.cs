using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Distributed;

/// <summary>An ingress and model workers, each a process, with the broker between them.</summary>
public sealed class SeparateProcessTests
{
    [Fact]
    [Trait("Category", "Full")]
    public async Task An_answer_streams_from_a_worker_process_through_the_ingress_process()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 2);
        roles.Upstream.Enqueue(UpstreamReply.Answer("across ", "processes"));

        var answer = await roles.StreamAsync(AnthropicRequests.Hello());

        Assert.Equal("across processes", answer.Text);
        Assert.Null(answer.Error);
    }

    [Fact]
    public async Task Workers_share_the_requests()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 2, ("COMPLETE_MESSAGE_CONCURRENCY", "1"));
        var gate = new TaskCompletionSource();
        roles.Upstream.Default = UpstreamReply.Stream().WaitFor(gate).Text("done").Finish("stop").Done();

        // One worker takes one request at a time, so two calls at once are two workers'.
        var answers = Enumerable.Range(0, 4).Select(_ => roles.StreamAsync(AnthropicRequests.Hello())).ToList();
        await roles.Upstream.Requests.NthAsync(2);
        gate.SetResult();

        Assert.All(await Task.WhenAll(answers).Soon(), answer => Assert.Equal("done", answer.Text));
    }

    [Fact]
    public async Task An_ingress_told_to_stop_lets_a_running_answer_end()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1);
        var rest = new TaskCompletionSource();
        roles.Upstream.Enqueue(UpstreamReply.Stream().Text("first, ").WaitFor(rest).Text("last").Finish("stop").Done());
        using var response = await roles.Client.PostMessageAsync(AnthropicRequests.Hello());

        var ended = roles.Ingress.TerminateAsync();
        await roles.Ingress.SaysAsync("1 answers are under way");
        rest.SetResult();
        await response.ReadToEndAsync().Soon();

        Assert.Equal("first, last", StreamedAnswer.From(response.RawBytes).Text);
        Assert.Equal(0, await ended.Soon());
    }

    [Fact]
    public async Task A_worker_told_to_stop_finishes_its_answer()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1);
        var rest = new TaskCompletionSource();
        roles.Upstream.Enqueue(UpstreamReply.Stream().Text("first, ").WaitFor(rest).Text("last").Finish("stop").Done());
        using var response = await roles.Client.PostMessageAsync(AnthropicRequests.Hello());

        var ended = roles.Workers[0].TerminateAsync();
        await roles.Workers[0].StopsListeningAsync();
        rest.SetResult();
        await response.ReadToEndAsync().Soon();

        Assert.Equal("first, last", StreamedAnswer.From(response.RawBytes).Text);
        Assert.Equal(0, await ended.Soon());
    }

    [Fact]
    public async Task A_worker_told_to_stop_gives_back_what_it_cannot_finish_in_time()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1, ("SHUTDOWN_DRAIN", "1"));
        roles.Upstream.Enqueue(UpstreamReply.Stream().Silence(), UpstreamReply.Answer("from the second"));
        var asked = roles.StreamAsync(AnthropicRequests.Hello());
        await roles.Upstream.Requests.NthAsync(1);

        await roles.AddWorkerAsync();
        Assert.Equal(0, await roles.Workers[0].TerminateAsync().Soon());

        var answer = await asked.Soon();
        Assert.Equal(("from the second", null), (answer.Text, answer.Error));
    }
}
