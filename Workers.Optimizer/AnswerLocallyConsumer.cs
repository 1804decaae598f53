using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer;

/// <summary>Takes a request, tells its requester so, and answers it.</summary>
internal sealed class AnswerLocallyConsumer(LocalAnswers answers, IFramePump pump, ILogger<AnswerLocallyConsumer> log) : IConsumer<AnswerLocally>
{
    // It is done before anybody could call it off.
    private const string TakesNoCancellation = "";

    public async Task Consume(ConsumeContext<AnswerLocally> context)
    {
        var command = context.Message;
        using var frames = new FrameWriter(pump, command.ReplyTo, command.StreamId, FrameWriter.NewAttempt());
        if (!await frames.StartAsync(TakesNoCancellation, context.CancellationToken))
        {
            log.LogDebug("{RequestId}: dropped, as a model has been asked instead", command.RequestId);
            return;
        }

        try
        {
            var events = answers.Write(command);
            await frames.AnsweringAsync(AnswerLocally.Model, context.CancellationToken);
            await events.SendToAsync(frames, context.CancellationToken);
            log.LogInformation("{RequestId}: {Kind} answered without a model", command.RequestId, command.Kind);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // So that a model is asked at once.
            log.LogError(fault, "{RequestId}: {Kind} could not be answered without a model", command.RequestId, command.Kind);
            await frames.FailAsync(Failed(command.RequestId), CancellationToken.None);
            throw;
        }
    }

    private static Failure Failed(string requestId) => new()
    {
        Status = 500,
        Type = ErrorTypes.Api,
        Message = $"Something failed in the optimizer; its log says what, under {requestId}.",
        Retryable = true,
    };
}
