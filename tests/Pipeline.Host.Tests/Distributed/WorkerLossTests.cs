using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Distributed;

/// <summary>Model workers are killed while they work.</summary>
public sealed class WorkerLossTests
{
    [Fact]
    public async Task Before_the_first_token_another_worker_answers_and_the_client_sees_nothing()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1);
        roles.Upstream.Enqueue(UpstreamReply.Stream().Silence(), UpstreamReply.Answer("from the second"));
        var asked = roles.StreamAsync(AnthropicRequests.Hello());
        await roles.Upstream.Requests.NthAsync(1);

        await roles.AddWorkerAsync();
        await roles.Workers[0].KillAsync();
        var answer = await asked.Soon();

        Assert.Equal(("from the second", null), (answer.Text, answer.Error));
    }

    [Fact]
    public async Task After_the_first_token_the_client_gets_an_error_and_the_model_is_left()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1);
        roles.Upstream.Default = UpstreamReply.Stream().Text("half an ").Silence();
        await using var open = new OpenAnswer(await roles.Client.PostMessageAsync(AnthropicRequests.Hello()));
        await open.FirstWordsAsync();

        await roles.AddWorkerAsync();
        await roles.Workers[0].KillAsync();
        var answer = await open.RestAsync().Soon();

        Assert.Equal(("half an ", "overloaded_error", null), (answer.Text, answer.Error, answer.StopReason));
        await roles.Upstream.Requests.WhenIdleAsync();
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task Under_load_workers_may_come_and_go()
    {
        const int requests = 90;
        await using var roles = await RunningRoles.StartAsync(workers: 3, ("PROVIDER_MAX_CONCURRENCY", "64"));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        roles.Upstream.Default = UpstreamReply.Stream().WaitFor(gate).Text("half ").Text("whole").Complete("stop");
        var answers = Enumerable.Range(0, requests).Select(_ => roles.StreamAsync(AnthropicRequests.Hello())).ToList();
        await roles.Upstream.Requests.NthAsync(requests);

        await roles.Workers[0].KillAsync();
        await roles.AddWorkerAsync();
        await roles.Workers[1].KillAsync();
        gate.SetResult();

        Assert.All(await Task.WhenAll(answers).Soon(), answer => Assert.Equal(("half whole", null), (answer.Text, answer.Error)));
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_request_that_kills_its_workers_takes_no_other_with_it()
    {
        const int neighbours = 10;
        await using var roles = await RunningRoles.StartAsync(workers: 1, ("PROVIDER_MAX_CONCURRENCY", "64"));
        var deaths = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killing = new SemaphoreSlim(0);
        roles.Upstream.Responder = request =>
        {
            if (!request.Json.GetRawText().Contains("killer", StringComparison.Ordinal)) return UpstreamReply.Stream().WaitFor(gate).Text("fine").Complete("stop");
            killing.Release();
            return UpstreamReply.Stream().Silence();
        };
        using var end = new CancellationTokenSource();
        var restarts = RestartWhatDiesAsync();

        var others = Enumerable.Range(0, neighbours).Select(_ => roles.StreamAsync(AnthropicRequests.Hello())).ToList();
        using var killer = await roles.Client.PostMessageAsync(AnthropicRequests.Hello(text: "killer"));
        await killer.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

        Assert.All(await Task.WhenAll(others).Soon(), answer => Assert.Equal(("fine", null), (answer.Text, answer.Error)));
        await end.CancelAsync();
        await restarts;

        // What the process manager does; and the neighbours' model answers once two workers have died.
        async Task RestartWhatDiesAsync()
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    await killing.WaitAsync(end.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                await roles.Workers[^1].KillAsync();
                if (++deaths == 2) gate.SetResult();
                await roles.AddWorkerAsync();
            }
        }
    }
}
