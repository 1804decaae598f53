using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.TestKit;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>The worker in a plain host, without any other role: a command comes in, frames go out.</summary>
public sealed class WorkerAloneTests
{
    [Fact]
    public async Task A_command_is_answered_with_frames_in_order()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = UpstreamReply.Answer("hello ", "there");
        using var host = await StartAsync(upstream);
        using var answer = new ReceivedFrames(host.Services.GetRequiredService<IFrameInbox>());

        await SendAsync(host, answer);
        var frames = await answer.Ended.Soon();

        Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(frame => frame.Sequence));
        Assert.All(frames, frame => Assert.Equal(1, frame.Attempt));
        Assert.Equal(FrameKind.Started, frames[0].Kind);
        Assert.Equal("hello there", MessageGrammar.Check(frames.Skip(1).Select(frame => frame.Payload)).EnsureComplete().Text);
    }

    [Fact]
    public async Task A_command_whose_requester_is_gone_calls_no_model()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var host = await StartAsync(upstream);
        using var present = new ReceivedFrames(host.Services.GetRequiredService<IFrameInbox>());
        using (var gone = new ReceivedFrames(host.Services.GetRequiredService<IFrameInbox>()))
        {
            gone.Dispose();
            await SendAsync(host, gone);
        }

        await SendAsync(host, present);
        await present.Ended.Soon();
        Assert.Equal(1, upstream.Requests.Count);
    }

    [Fact]
    public async Task Cancelled_work_leaves_the_upstream()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = UpstreamReply.Stream().Text("first").Silence();
        using var host = await StartAsync(upstream);
        using var answer = new ReceivedFrames(host.Services.GetRequiredService<IFrameInbox>());
        await SendAsync(host, answer);
        var request = await upstream.Requests.NthAsync(1);

        var worker = Encoding.UTF8.GetString(answer.First.Payload.Span);
        var cancel = new CancelWork { StreamId = answer.StreamId, Attempt = 1, Reason = "the test says so" };
        await host.Services.GetRequiredService<CommandSender>().SendAsync(worker, cancel, CancellationToken.None);

        await request.Disconnected.Soon();
    }

    private static async Task<IHost> StartAsync(FakeUpstream upstream)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Providers:nvidia_nim:BaseUrl"] = upstream.ApiAddress.ToString(),
            ["Providers:nvidia_nim:ApiKey"] = "key",
        });
        builder.Services.AddPipelineTransport();
        builder.Services.AddNimWorker();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static Task SendAsync(IHost host, ReceivedFrames answer) => host.Services.GetRequiredService<CommandSender>().SendAsync(
        CommandExchanges.CompleteMessage("nvidia_nim"),
        new CompleteMessage
        {
            StreamId = answer.StreamId,
            RequestId = "req_test",
            ReplyTo = host.Services.GetRequiredService<IFrameInbox>().Address,
            Provider = "nvidia_nim",
            Model = "test/model",
            RequestedModel = "claude",
            Stream = true,
            Body = AnthropicRequests.ToUtf8(AnthropicRequests.Hello()),
        },
        CancellationToken.None);
}
