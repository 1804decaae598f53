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

    /// <summary>
    /// Sends one command and completes once the transport has it safely. A lost connection is waited for, and
    /// the command then sent again: it may arrive twice.
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
        try
        {
            while (!await TrySendAsync(address, instance, command, any.Token)) await Task.Delay(RetryDelay, time, any.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnavailableException(state.Trouble ?? "The broker did not take a command.");
        }
    }

    private async Task<bool> TrySendAsync<T>(Uri address, string? instance, T command, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var endpoint = await bus.GetSendEndpoint(address);

            // A blocked connection does not heed the token.
            await endpoint.Send(command, Pipe.Execute<SendContext<T>>(send => Address(send, instance)), cancellationToken).WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is not MessageReturnedException && fault.IsConnectionLoss(cancellationToken))
        {
            return false;
        }
    }

    private static void Address<T>(SendContext<T> context, string? instance)
        where T : class
    {
        if (instance is not null) context.SetRoutingKey(instance);

        // An exchange without its queue confirms and loses.
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
    }
}
