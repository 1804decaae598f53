using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Frames;
using Pipeline.TestKit;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;
using Pipeline.Tokens;
using Pipeline.Tokens.Prompts;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>The prompt is counted beside the call.</summary>
public sealed class PromptCounts
{
    private static readonly byte[] Body = AnthropicRequests.ToUtf8(AnthropicRequests.Realistic(120));
    private static readonly PromptCount Exact = new PromptCounter(Cl100kTokenizer.Instance).Count(Body);

    [Fact]
    public async Task No_token_waits_for_the_count_and_the_message_ends_with_it()
    {
        using var tokenizer = new HeldTokenizer();
        await using var worker = await RunningWorker.StartAsync(services => services.AddSingleton<ITokenizer>(tokenizer));
        worker.Upstream.Default = UpstreamReply.Stream().Text("hello ").WaitFor(tokenizer.Released).Text("there").Finish("stop").Done();
        using var answer = worker.Receive();

        await worker.AskAsync(answer, body: Body);
        await answer.Committed.Soon();
        tokenizer.Release();
        var frames = await answer.Ended.Soon();

        var estimate = Usage(frames, FrameKind.MessageStart);
        Assert.NotEqual(Exact.Text, estimate);
        Assert.InRange(estimate, Exact.Text / 2, Exact.Text * 2);
        Assert.Equal(Exact.Text, Usage(frames, FrameKind.MessageDelta));
    }

    [Fact]
    public async Task What_the_provider_reports_is_not_waited_for()
    {
        using var tokenizer = new HeldTokenizer();
        await using var worker = await RunningWorker.StartAsync(services => services.AddSingleton<ITokenizer>(tokenizer));
        worker.Upstream.Default = UpstreamReply.Stream().Text("hello").Finish("stop").Usage(123, 4).Done();
        using var answer = worker.Receive();

        await worker.AskAsync(answer, body: Body);

        Assert.Equal(123, Usage(await answer.Ended.Soon(), FrameKind.MessageDelta));
    }

    [Fact]
    public async Task Nothing_is_counted_for_a_model_that_reports()
    {
        using var tokenizer = new HeldTokenizer();
        await using var worker = await RunningWorker.StartAsync(services => services.AddSingleton<ITokenizer>(tokenizer));
        worker.Upstream.Default = UpstreamReply.Stream().Text("hello").Finish("stop").Usage(123, 4).Done();
        using var first = worker.Receive();
        using var second = worker.Receive();

        // That it reports only shows with its first answer.
        await worker.AskAsync(first, body: Body);
        await first.Ended.Soon();
        await tokenizer.IsAsked.Soon();
        await worker.AskAsync(second, body: Body);
        await second.Ended.Soon();

        Assert.Equal(1, tokenizer.Asked);
    }

    [Fact]
    public async Task A_provider_with_Anthropics_own_API_that_reports_nothing_gets_a_count_too()
    {
        await using var worker = await RunningWorker.StartAsync(("Providers:lmstudio:Api", "anthropic"));
        worker.Upstream.Default = UpstreamReply.Body(200, "text/event-stream", """
            data: {"type":"message_start","message":{}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"hello"}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

            data: {"type":"message_stop"}


            """);
        using var answer = worker.Receive();

        await worker.AskAsync(answer, body: Body, provider: "lmstudio");

        Assert.Equal(Exact.Total, Usage(await answer.Ended.Soon(), FrameKind.MessageDelta));
    }

    private static int Usage(IReadOnlyList<Frame> frames, FrameKind kind)
    {
        Assert.DoesNotContain(frames, frame => frame.Kind == FrameKind.Failed);
        using var json = JsonDocument.Parse(frames.Single(frame => frame.Kind == kind).Payload);
        var holder = kind == FrameKind.MessageStart ? json.RootElement.GetProperty("message") : json.RootElement;
        return holder.GetProperty("usage").GetProperty("input_tokens").GetInt32();
    }

    /// <summary>Counts nothing until it is let.</summary>
    private sealed class HeldTokenizer : ITokenizer, IDisposable
    {
        private readonly ManualResetEventSlim _gate = new();
        private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Released => _released.Task;

        public Task IsAsked => _isAsked.Task;

        public int Asked => Volatile.Read(ref _asked);

        public void Release()
        {
            _gate.Set();
            _released.TrySetResult();
        }

        public int CountTokens(ReadOnlySpan<byte> utf8Text)
        {
            Interlocked.Increment(ref _asked);
            _isAsked.TrySetResult();
            _gate.Wait();
            return Cl100kTokenizer.Instance.CountTokens(utf8Text);
        }

        public int CountTokens(ReadOnlySpan<char> text) => throw new NotSupportedException("Prompts are counted in UTF-8.");

        public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text) => throw new NotSupportedException("Counting makes no ids.");

        public void Dispose() => Release();
    }
}
