using System.Threading.Channels;
using MassTransit;
using Pipeline.Contracts.Commands;
using Pipeline.TestKit;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Tests.Hosting;

/// <summary>What the scripted optimizer does with a request, and what has become of it.</summary>
internal sealed class OptimizerScript
{
    private readonly Channel<AnswerLocally> _received = Channel.CreateUnbounded<AnswerLocally>();

    /// <summary>Plays the optimizer's part; by default it has been lost before it could say a word.</summary>
    public Func<AnswerLocally, FrameWriter, Task> Play { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Commands that nobody has taken yet.</summary>
    public int Count => _received.Reader.Count;

    /// <summary>Waits for the next command.</summary>
    public Task<AnswerLocally> NextAsync() => _received.Reader.ReadAsync().AsTask().Soon();

    public void Add(AnswerLocally command) => Assert.True(_received.Writer.TryWrite(command));
}

/// <summary>Stands in for an optimizer behind the real bus and the real frame plane.</summary>
internal sealed class ScriptedOptimizer(OptimizerScript script, IFramePump pump) : IConsumer<AnswerLocally>
{
    public async Task Consume(ConsumeContext<AnswerLocally> context)
    {
        script.Add(context.Message);
        using var frames = new FrameWriter(pump, context.Message.ReplyTo, context.Message.StreamId, FrameWriter.NewAttempt());
        await script.Play(context.Message, frames);
    }
}
