using System.Net;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Distributed;

/// <summary>The broker holds publishers back, as it does when its memory or its disk runs out.</summary>
public sealed class BlockedBrokerTests
{
    [Fact]
    public async Task Requests_are_refused_at_once_and_readiness_is_red_until_it_takes_messages_again()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(("RABBITMQ_URL", broker.Url.ToString()));
        pipeline.Upstream.Default = UpstreamReply.Answer("fine");
        Assert.Equal("fine", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);

        await broker.ControlAsync("set_vm_memory_high_watermark", "0.00001");
        await Readiness.UntilAsync(pipeline.Address, HttpStatusCode.ServiceUnavailable);
        var refused = await pipeline.ErrorAsync(AnthropicRequests.Hello());
        Assert.Equal((503, "overloaded_error", 5), (refused.Status, refused.Type, refused.RetryAfter));
        Assert.Contains("holds publishers back", refused.Message, StringComparison.Ordinal);

        await broker.ControlAsync("set_vm_memory_high_watermark", "0.4");
        await Readiness.UntilReadyAsync(pipeline.Address);
        Assert.Equal("fine", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_is_caught_by_the_alarm_is_refused_and_the_next_one_after_it_is_answered(bool hasAnsweredBefore)
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(("RABBITMQ_URL", broker.Url.ToString()));
        pipeline.Upstream.Default = UpstreamReply.Answer("fine");
        if (hasAnsweredBefore) Assert.Equal("fine", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);

        // Nobody has noticed the alarm yet.
        await broker.ControlAsync("set_vm_memory_high_watermark", "0.00001");
        var refused = await pipeline.ErrorAsync(AnthropicRequests.Hello()).Soon();
        Assert.Equal((503, "overloaded_error"), (refused.Status, refused.Type));

        await broker.ControlAsync("set_vm_memory_high_watermark", "0.4");
        await Readiness.UntilReadyAsync(pipeline.Address);
        Assert.Equal("fine", (await pipeline.StreamAsync(AnthropicRequests.Hello())).Text);
    }
}
