using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Transport.RabbitMq.Frames;

/// <summary>Publishes to instances' queues, over channels that are opened again when they were lost.</summary>
internal sealed class FramePublisher : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirming = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private static readonly CreateChannelOptions Plain = new(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false);
    private static readonly BasicProperties Unconfirmed = Transient();
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    // How long a requester may be away: it comes back within a second or two of a broker's restart.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LazyChannel _confirmed;
    private readonly LazyChannel _plain;

    /// <param name="connection">Used for publishing alone.</param>
    /// <param name="returned">Called with the address and body of what could not be delivered.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where lost connections are told.</param>
    public FramePublisher(FrameConnection connection, Action<string, ReadOnlyMemory<byte>> returned, TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _confirmed = new LazyChannel(connection, Confirming);
        _plain = new LazyChannel(connection, Plain, channel => channel.BasicReturnAsync += (_, message) =>
        {
            returned(message.RoutingKey, message.Body.ToArray());
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// Publishes and learns whether the instance's queue has it; waits for a lost connection to come back, and
    /// some seconds for the instance.
    /// </summary>
    public async ValueTask<bool> OfferAsync(string address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        long? since = null;
        while (true)
        {
            if (await TryOfferAsync(address, body, cancellationToken)) return true;

            since ??= _time.GetTimestamp();
            if (_time.GetElapsedTime(since.Value) > Grace) return false;
            await Task.Delay(RetryDelay, _time, cancellationToken);
        }
    }

    /// <summary>Publishes without waiting for the broker; waits for a lost connection to come back.</summary>
    public async ValueTask PublishAsync(string address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var channel = await _plain.GetAsync(cancellationToken);
                await channel.BasicPublishAsync("", address, mandatory: true, Unconfirmed, body, cancellationToken);
                return;
            }
            catch (Exception fault) when (fault.IsConnectionLoss(cancellationToken))
            {
                await WaitForBrokerAsync(fault, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _confirmed.DisposeAsync();
        await _plain.DisposeAsync();
    }

    private async ValueTask<bool> TryOfferAsync(string address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var channel = await _confirmed.GetAsync(cancellationToken);
                await channel.BasicPublishAsync("", address, mandatory: true, Transient(), body, cancellationToken);
                return true;
            }
            catch (PublishException returned) when (returned.IsReturn)
            {
                return false;
            }
            catch (Exception fault) when (fault.IsConnectionLoss(cancellationToken))
            {
                await WaitForBrokerAsync(fault, cancellationToken);
            }
        }
    }

    // The client writes its sequence number into the properties of what it has to see confirmed.
    private static BasicProperties Transient() => new() { Persistent = false };

    private Task WaitForBrokerAsync(Exception fault, CancellationToken cancellationToken)
    {
        _log.LogDebug("Frames wait for the broker: {Reason}", fault.Message);
        return Task.Delay(RetryDelay, _time, cancellationToken);
    }
}
