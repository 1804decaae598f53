using MassTransit;
using Pipeline.Transport.RabbitMq;

namespace Pipeline.Transport.Bus;

/// <summary>Sends commands to their exchanges.</summary>
public sealed class CommandSender(IBus bus, ITransportState state, TimeProvider time)
{
    // A broker that restarts is back within seconds, for which a sender had better wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    // Nothing waits for ever; and a command that the broker refuses by closing the channel looks like a lost connection.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    // How long a send may take that was under way when the connection was lost, once there is a new one.
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Sends one command and completes once the transport has it safely. A lost connection is waited for, and
    /// the command then sent again: it may arrive twice, with the same message id.
    /// </summary>
    /// <param name="exchange">One of <see cref="CommandExchanges"/>.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait; the command may still arrive.</param>
    /// <exception cref="BrokerUnavailableException">
    /// The broker holds publishers back, has been away for 10 s already, or has not taken the command for a minute.
    /// </exception>
    public Task SendAsync<T>(string exchange, T command, CancellationToken cancellationToken)
        where T : class => SendAsync(new Uri($"exchange:{exchange}"), instance: null, command, cancellationToken);

    /// <summary>Sends one command to one instance, by the name it goes by.</summary>
    /// <inheritdoc cref="SendAsync{T}(string, T, CancellationToken)"/>
    public Task SendToInstanceAsync<T>(string exchange, string instance, T command, CancellationToken cancellationToken)
        where T : class => SendAsync(new Uri($"exchange:{exchange}?type={DirectType}"), instance, command, cancellationToken);

    // The transports spell it each in their own way.
    private string DirectType => bus.Address.Scheme == "loopback" ? "Direct" : "direct";

    private async Task SendAsync<T>(Uri address, string? instance, T command, CancellationToken cancellationToken)
        where T : class
    {
        var blocked = state.Blocked;
        if (state.Trouble is { } trouble && (state.IsBlocked || state.TroubleFor > Patience)) throw new BrokerUnavailableException(trouble);

        using var limit = new CancellationTokenSource(GiveUpAfter, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, blocked, limit.Token);
        var pipe = Addressed<T>(NewId.NextGuid(), instance);
        try
        {
            while (!await TrySendAsync(address, command, pipe, any.Token)) await Task.Delay(RetryDelay, time, any.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnavailableException(state.Trouble ?? "The broker did not take a command.");
        }
    }

    private async Task<bool> TrySendAsync<T>(Uri address, T command, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
        where T : class
    {
        var reconnections = state.Reconnections;
        try
        {
            var endpoint = await bus.GetSendEndpoint(address);
            return await IsSentAsync(endpoint.Send(command, pipe, cancellationToken), reconnections, cancellationToken);
        }
        catch (Exception fault) when (fault is not MessageReturnedException && fault.IsConnectionLoss(cancellationToken))
        {
            return false;
        }
    }

    /// <summary>
    /// Waits for a send. A blocked connection does not heed the token, and a confirmation that a lost connection owed may
    /// never come nor fail: false where that has to be presumed.
    /// </summary>
    private async Task<bool> IsSentAsync(Task sending, int reconnections, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await sending.WaitAsync(Glance, time, cancellationToken);
                return true;
            }
            catch (TimeoutException) when (!sending.IsCompleted)
            {
                if (state.Reconnections > reconnections && state.ReadyFor > LostAfter) return false;
            }
        }
    }

    private static IPipe<SendContext<T>> Addressed<T>(Guid messageId, string? instance)
        where T : class => Pipe.Execute<SendContext<T>>(context =>
        {
            context.MessageId = messageId;
            if (instance is not null) context.SetRoutingKey(instance);

            // An exchange without its queue confirms and loses.
            if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
        });
}
