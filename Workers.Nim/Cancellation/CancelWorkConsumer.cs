using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Commands;

namespace Pipeline.Workers.Nim.Cancellation;

/// <summary>Stops work that nobody waits for, so that no token is burnt for nobody.</summary>
internal sealed class CancelWorkConsumer(WorkInProgress works, ILogger<CancelWorkConsumer> log) : IConsumer<CancelWork>
{
    public Task Consume(ConsumeContext<CancelWork> context)
    {
        var (streamId, attempt) = (context.Message.StreamId, context.Message.Attempt);
        if (works.Cancel(streamId, attempt)) log.LogDebug("Stream {StreamId}: stopping, as {Reason}", streamId, context.Message.Reason);
        return Task.CompletedTask;
    }
}
