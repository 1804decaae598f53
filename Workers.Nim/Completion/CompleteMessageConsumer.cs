using System.Security.Cryptography;
using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Frames;
using Pipeline.Transport.Frames;
using Pipeline.Workers.Nim.Cancellation;
using Pipeline.Workers.Nim.DeadLetters;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>Takes a request, tells its requester so, and answers it.</summary>
internal sealed class CompleteMessageConsumer(
    Completer completer,
    WorkInProgress works,
    IFramePump pump,
    ReplayedRequests replays,
    ILogger<CompleteMessageConsumer> log) : IConsumer<CompleteMessage>
{
    public Task Consume(ConsumeContext<CompleteMessage> context) => context.Message.DeadLetterId is { } deadLetterId
        ? replays.AnswerAsync(context.Message, deadLetterId, context.CancellationToken)
        : AnswerAsync(context);

    private async Task AnswerAsync(ConsumeContext<CompleteMessage> context)
    {
        var command = context.Message;
        var attempt = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        using var frames = new FrameWriter(pump, command.ReplyTo, command.StreamId, attempt);
        using var work = works.Begin(command.StreamId, attempt, context.CancellationToken);
        if (!await frames.StartAsync(works.CancelExchange, work.Token))
        {
            log.LogInformation("{RequestId}: dropped, as nobody waits for it any more", command.RequestId);
            return;
        }

        try
        {
            await completer.AnswerAsync(command, frames, work.Token);
        }
        catch (OperationCanceledException) when (work.Token.IsCancellationRequested)
        {
            log.LogInformation("{RequestId}: stopped, as nobody waits for it any more", command.RequestId);
        }
        catch (Exception fault)
        {
            // The requester must not wait for ever for what the bus will move to its error queue.
            log.LogError(fault, "{RequestId}: the worker failed", command.RequestId);
            await frames.FailAsync(Unexpected(command.RequestId), context.CancellationToken);
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
