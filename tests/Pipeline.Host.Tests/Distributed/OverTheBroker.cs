using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Distributed;

public sealed class OverTheBroker
{
    [Fact]
    public async Task An_answer_crosses_the_broker()
    {
        await using var broker = await RabbitMqBroker.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(("RABBITMQ_URL", broker.Url.ToString()));
        pipeline.Upstream.Enqueue(UpstreamReply.Answer("through ", "the broker"));

        var answer = await pipeline.StreamAsync(AnthropicRequests.Hello());

        Assert.Equal("through the broker", answer.Text);
    }
}
