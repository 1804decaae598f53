using System.Text;
using MassTransit;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Tests.Hosting;

/// <summary>What the scripted worker does with a request, and what has become of it.</summary>
internal sealed class WorkerScript
{
    public const string Instance = "scripted";

    /// <summary>Plays the worker's part; the frame writer has announced attempt 1 already.</summary>
    public Func<CompleteMessage, FrameWriter, Task> Play { get; set; } = (_, frames) => Answers.HelloAsync(frames);

    /// <summary>What the worker waits for before it announces itself.</summary>
    public Task BeforeStart { get; set; } = Task.CompletedTask;

    public TaskCompletionSource<CompleteMessage> Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<CancelWork> Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Stands in for a model worker behind the real bus and the real frame plane.</summary>
internal sealed class ScriptedWorker(WorkerScript script, IFramePump pump) : IConsumer<CompleteMessage>, IConsumer<CancelWork>
{
    public async Task Consume(ConsumeContext<CompleteMessage> context)
    {
        var frames = new FrameWriter(pump, context.Message.ReplyTo, context.Message.StreamId, context.DeliveryAttempt());
        script.Received.TrySetResult(context.Message);
        await script.BeforeStart;
        if (await frames.StartAsync(WorkerScript.Instance, context.CancellationToken)) await script.Play(context.Message, frames);
    }

    public Task Consume(ConsumeContext<CancelWork> context)
    {
        script.Cancelled.TrySetResult(context.Message);
        return Task.CompletedTask;
    }
}

/// <summary>Events of short answers.</summary>
internal static class Answers
{
    public const string Start = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}""";

    public static async Task HelloAsync(FrameWriter frames)
    {
        await BeginAsync(frames);
        await TextAsync(frames, "hello ");
        await TextAsync(frames, "wörld");
        await EndAsync(frames);
    }

    public static async Task BeginAsync(FrameWriter frames)
    {
        await SendAsync(frames, FrameKind.MessageStart, Start);
        await SendAsync(frames, FrameKind.ContentBlockStart, """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
    }

    public static ValueTask TextAsync(FrameWriter frames, string text) =>
        SendAsync(frames, FrameKind.ContentBlockDelta, $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""");

    public static async Task EndAsync(FrameWriter frames)
    {
        await SendAsync(frames, FrameKind.ContentBlockStop, """{"type":"content_block_stop","index":0}""");
        await SendAsync(frames, FrameKind.MessageDelta, """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":4,"output_tokens":2}}""");
        await SendAsync(frames, FrameKind.MessageStop, """{"type":"message_stop"}""");
    }

    public static ValueTask SendAsync(FrameWriter frames, FrameKind kind, string json) =>
        frames.WriteAsync(kind, Encoding.UTF8.GetBytes(json), CancellationToken.None);
}
