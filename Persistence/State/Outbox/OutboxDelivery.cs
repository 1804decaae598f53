using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipeline.Persistence.State.Outbox;

/// <summary>Sends what transactions have stored.</summary>
internal sealed class OutboxDelivery(IStateBackend state, IServiceProvider services, TimeProvider time, ILogger<OutboxDelivery> log) : IOutboxTransport
{
    /// <summary>
    /// How long a consumer waits for the transport to take what it has sent: 10 s. What takes longer is left
    /// to the sweeper, which waits as long before it takes a batch for abandoned.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Sends a batch whose transaction has just ended. Whatever fails, the sweeper makes good.</summary>
    public async Task SendCommittedAsync(OutboxBatch batch)
    {
        try
        {
            await SendAsync(batch, CancellationToken.None);
            await state.SentAsync(batch, CancellationToken.None);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "{Count} messages are stored but could not be sent now; they are sent later", batch.Messages.Count);
        }
    }

    /// <summary>Sends all batches that were left behind.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => state.SweepOutboxAsync(this, cancellationToken);

    /// <inheritdoc/>
    public Task SendAsync(OutboxBatch batch, CancellationToken cancellationToken) => SendAllAsync(batch, cancellationToken).WaitAsync(Limit, time, cancellationToken);

    /// <inheritdoc/>
    public Task GiveUpAsync(OutboxBatch batch, string reason, int attempts, CancellationToken cancellationToken) =>
        services.GetRequiredService<GivenUpMessages>().KeepAsync(batch, reason, attempts, cancellationToken);

    private async Task SendAllAsync(OutboxBatch batch, CancellationToken cancellationToken)
    {
        var bus = services.GetRequiredService<IBus>();
        foreach (var message in batch.Messages)
        {
            var now = time.GetUtcNow();
            if (message.IsExpired(now)) continue;

            var endpoint = await bus.GetSendEndpoint(message.Destination);
            await endpoint.Send(new SerializedMessageBody(), new OutgoingMessagePipe(message, now), cancellationToken);
        }
    }
}
