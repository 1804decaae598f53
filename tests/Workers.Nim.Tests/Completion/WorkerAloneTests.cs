using Pipeline.Contracts.Frames;
using Pipeline.TestKit;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>A command comes in, frames go out.</summary>
public sealed class WorkerAloneTests
{
    [Fact]
    public async Task A_command_is_answered_with_frames_in_order()
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Answer("hello ", "there");
        using var answer = worker.Receive();

        await worker.AskAsync(answer);
        var frames = await answer.Ended.Soon();

        Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(frame => frame.Sequence));
        Assert.All(frames, frame => Assert.Equal(frames[0].Attempt, frame.Attempt));
        Assert.Equal(FrameKind.Started, frames[0].Kind);
        Assert.Equal("hello there", MessageGrammar.Check(frames.Where(frame => frame.Kind.IsAnthropicEvent()).Select(frame => frame.Payload)).EnsureComplete().Text);
    }

    [Fact]
    public async Task A_command_whose_requester_is_gone_calls_no_model()
    {
        await using var worker = await RunningWorker.StartAsync();
        using (var gone = worker.Receive())
        {
            gone.Dispose();
            await worker.AskAsync(gone);
        }

        await worker.AnswerAsync();
        Assert.Equal(1, worker.Upstream.Requests.Count);
    }
}
