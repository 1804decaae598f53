using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.Cancellation;
using Pipeline.Workers.Nim.DeadLetters;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Takes a request, tells its requester so, and answers it.</summary>
internal sealed class CompleteMessageConsumer(
    Completer completer,
    WorkInProgress works,
    Deliveries deliveries,
    IFramePump pump,
    ReplayedRequests replays,
    ILogger<CompleteMessageConsumer> log) : IConsumer<CompleteMessage>
{
    public Task Consume(ConsumeContext<CompleteMessage> context)
    {
        var command = context.Message;
        context.ThrowIfLost();

        // A replay is asked for again on purpose.
        return command.DeadLetterId is { } deadLetterId
            ? replays.AnswerAsync(command, deadLetterId, context.CancellationToken)
            : deliveries.OnceAsync(context.MessageId, stop => AnswerAsync(command, stop), context.CancellationToken);
    }

    private async Task<bool> AnswerAsync(CompleteMessage command, CancellationToken stop)
    {
        var attempt = FrameWriter.NewAttempt();
        using var frames = new FrameWriter(pump, command.ReplyTo, command.StreamId, attempt);
        using var work = works.Begin(command.StreamId, attempt, stop);
        try
        {
            if (!await frames.StartAsync(works.Instance, work.Token))
            {
                log.LogInformation("{RequestId}: dropped, as nobody waits for it any more", command.RequestId);
                return false;
            }

            using var vanished = pump.Vanished(command.ReplyTo).UnsafeRegister(static work => ((WorkInProgress.Work)work!).CallOff(), work);
            await completer.AnswerAsync(command, frames, work.Token);
            return true;
        }
        catch (OperationCanceledException) when (work.IsCalledOff)
        {
            log.LogInformation("{RequestId}: stopped, as nobody waits for it any more", command.RequestId);
            return false;
        }
        catch (Exception fault) when (!work.Token.IsCancellationRequested)
        {
            // The requester must not wait for ever for what the bus will move to its error queue.
            log.LogError(fault, "{RequestId}: the worker failed", command.RequestId);
            await frames.FailAsync(Unexpected(command.RequestId), CancellationToken.None);
            throw;
        }
    }

    private static Failure Unexpected(string requestId) => new()
    {
        Status = 500,
        Type = ErrorTypes.Api,
        Message = $"Something failed in the worker; its log says what, under {requestId}.",
        Retryable = true,
    };
}
