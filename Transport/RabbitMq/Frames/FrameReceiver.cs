using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Transport.Bus;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>
/// Declares the topology and reads this instance's exclusive queue, and does both again whenever the
/// connection was lost. Roles and broker may start in any order.
/// </summary>
internal sealed class FrameReceiver(
    FrameConnection connection,
    RabbitMqFrameInbox inbox,
    BrokerState state,
    CommandQueues queues,
    TimeProvider time,
    ILogger<FrameReceiver> log) : BackgroundService
{
    // More than this waits only when this process has stopped reading; what is dropped is noticed by its number.
    private const int MaxMessages = 100_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly CreateChannelOptions InOrder = new(
        publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: 1);

    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReceiveUntilClosedAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Also a queue that the broker still holds for the connection that was lost.
                Tell((fault.InnerException ?? fault).Message);
            }

            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }

    private void Tell(string reason)
    {
        state.CannotReceive($"The broker cannot be reached: {reason}");
        if (reason == _told) return;

        _told = reason;
        log.LogWarning("The broker (RABBITMQ_URL) cannot be reached yet: {Reason}", reason);
    }

    private async Task ReceiveUntilClosedAsync(CancellationToken stopping)
    {
        await using var channel = await connection.OpenChannelAsync(InOrder, stopping);
        await Topology.DeclareAsync(channel, queues, stopping);

        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-max-length"] = MaxMessages };
        await channel.QueueDeclareAsync(inbox.Address, durable: false, exclusive: true, autoDelete: true, arguments, cancellationToken: stopping);

        var closed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            inbox.Receive(delivery.Body);
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => Close("its queue was deleted");
        channel.ChannelShutdownAsync += (_, reason) => Close(reason.ReplyText);
        await channel.BasicConsumeAsync(inbox.Address, autoAck: true, consumer, stopping);
        state.Receives();
        _told = null;

        var why = await closed.Task.WaitAsync(stopping);
        log.LogWarning("The broker was lost, and is being reached again: {Reason}", why);
        state.CannotReceive($"The connection to the broker was lost: {why}");

        Task Close(string reason)
        {
            closed.TrySetResult(reason);
            return Task.CompletedTask;
        }
    }
}
