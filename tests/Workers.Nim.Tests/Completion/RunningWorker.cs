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

/// <summary>The worker in a plain host, without any other role, in front of a fake upstream.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningWorker(IHost host, FakeUpstream upstream) => (_host, Upstream) = (host, upstream);

    public FakeUpstream Upstream { get; }

    public static Task<RunningWorker> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static Task<RunningWorker> StartAsync(TimeProvider time, params (string Name, string Value)[] settings) =>
        StartAsync(services => services.AddSingleton(time), settings);

    /// <summary>The same with services of the test's in the place of the worker's.</summary>
    public static async Task<RunningWorker> StartAsync(Action<IServiceCollection> add, params (string Name, string Value)[] settings)
    {
        var upstream = await FakeUpstream.StartAsync();
        var configuration = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Providers:nvidia_nim:BaseUrl"] = upstream.ApiAddress.ToString(),
            ["Providers:nvidia_nim:ApiKey"] = "key",
            ["Providers:lmstudio:BaseUrl"] = upstream.ApiAddress.ToString(),
            ["Upstream:RetryDelaySeconds"] = "0.01",
        };
        foreach (var (name, value) in settings) configuration[name] = value;

        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(configuration);
        add(builder.Services);
        builder.Services.AddPipelineTransport(builder.Configuration);
        builder.Services.AddNimWorker(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new RunningWorker(host, upstream);
    }

    public ReceivedFrames Receive() => new(_host.Services.GetRequiredService<IFrameInbox>());

    public Task SendAsync<T>(string exchange, T command) where T : class =>
        _host.Services.GetRequiredService<CommandSender>().SendAsync(exchange, command, CancellationToken.None);

    /// <summary>Sends a request whose answer goes to <paramref name="answer"/>.</summary>
    public Task AskAsync(ReceivedFrames answer, bool stream = true, byte[]? body = null, string provider = "nvidia_nim") => SendAsync(
        CommandExchanges.CompleteMessage(provider),
        new CompleteMessage
        {
            StreamId = answer.StreamId,
            RequestId = "req_test",
            ReplyTo = _host.Services.GetRequiredService<IFrameInbox>().Address,
            Provider = provider,
            Model = "test/model",
            RequestedModel = "claude",
            Stream = stream,
            TellModel = true,
            Body = body ?? AnthropicRequests.ToUtf8(AnthropicRequests.WithTools("Bash")),
        });

    /// <summary>Tells the worker that nobody waits for this answer any more.</summary>
    public Task CancelAsync(ReceivedFrames answer) => _host.Services.GetRequiredService<CommandSender>().SendToInstanceAsync(
        CommandExchanges.CancelWork,
        Encoding.UTF8.GetString(answer.First.Payload.Span),
        new CancelWork { StreamId = answer.StreamId, Attempt = answer.First.Attempt, Reason = "the test says so" },
        CancellationToken.None);

    /// <summary>The whole answer to one request.</summary>
    public async Task<FoldedMessage> AnswerAsync(bool stream = true)
    {
        using var answer = Receive();
        await AskAsync(answer, stream);
        var frames = await answer.Ended.Soon();
        if (frames[^1].Kind == FrameKind.Failed) Assert.Fail(Failure.FromPayload(frames[^1].Payload).Message);
        return MessageGrammar.Check(frames.Where(frame => frame.Kind.IsAnthropicEvent()).Select(frame => frame.Payload)).EnsureComplete();
    }

    /// <summary>The failure of one request, of which nothing else may have been sent.</summary>
    public async Task<Failure> FailureAsync(byte[]? body = null)
    {
        using var answer = Receive();
        await AskAsync(answer, body: body);
        var frames = await answer.Ended.Soon();
        Assert.Equal([FrameKind.Started, FrameKind.Failed], frames.Select(frame => frame.Kind));
        return Failure.FromPayload(frames[^1].Payload);
    }

    public async ValueTask DisposeAsync()
    {
        // The upstream goes first: answers that it still owes would hold up the host's end.
        await Upstream.DisposeAsync();
        await _host.StopAsync();
        _host.Dispose();
    }
}
