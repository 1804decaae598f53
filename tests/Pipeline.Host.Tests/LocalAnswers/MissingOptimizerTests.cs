using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.LocalAnswers;

/// <summary>The optimizer is a process of its own, which may be away.</summary>
public sealed class MissingOptimizerTests
{
    [Fact]
    [Trait("Category", "Full")]
    public async Task Without_an_optimizer_the_model_answers()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1);
        roles.Upstream.Default = UpstreamReply.Answer("by the model");

        Assert.Equal("by the model", (await roles.StreamAsync(LocalRequests.QuotaProbe(stream: true))).Text);
        await roles.Ingress.SaysAsync("a model is asked");
    }

    [Fact]
    public async Task An_optimizer_that_comes_back_answers_again_and_nothing_of_old_requests()
    {
        await using var roles = await RunningRoles.StartAsync(workers: 1, ("LocalAnswers__RestSeconds", "0"));
        roles.Upstream.Default = UpstreamReply.Answer("by the model");
        Assert.Equal("by the model", (await roles.StreamAsync(LocalRequests.CommandPrefix("git status"))).Text);

        var optimizer = await roles.AddOptimizerAsync();
        await optimizer.IsReadyAsync();
        await Patience.UntilAsync(async () => (await roles.StreamAsync(LocalRequests.CommandPrefix("git diff HEAD"))).Text == "git diff");
    }
}
