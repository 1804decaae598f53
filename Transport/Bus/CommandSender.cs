using MassTransit;
using Pipeline.Transport.RabbitMq;

namespace Pipeline.Transport.Bus;

/// <summary>Sends commands to their exchanges.</summary>
public sealed class CommandSender(IBus bus, ITransportState state, TimeProvider time)
{
    // A broker that restarts is back within seconds, for which a sender had better wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Sends one command and completes once the transport has it safely. A lost connection is waited for, and
    /// the command then sent again: it may arrive twice.
    /// </summary>
    /// <param name="exchange">One of <see cref="CommandExchanges"/>, or the address a worker named.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait; the command may still arrive.</param>
    /// <exception cref="BrokerUnavailableException">The broker holds publishers back, or has been away for 10 s already.</exception>
    public async Task SendAsync<T>(string exchange, T command, CancellationToken cancellationToken)
        where T : class
    {
        var blocked = state.Blocked;
        if (state.Trouble is { } trouble && (state.IsBlocked || state.TroubleFor > Patience)) throw new BrokerUnavailableException(trouble);

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, blocked);
        try
        {
            while (!await TrySendAsync(exchange, command, either.Token)) await Task.Delay(RetryDelay, time, either.Token);
        }
        catch (OperationCanceledException) when (blocked.IsCancellationRequested)
        {
            throw new BrokerUnavailableException(state.Trouble ?? "The broker held publishers back for a moment.");
        }
    }

    private async Task<bool> TrySendAsync<T>(string exchange, T command, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{exchange}"));

            // A blocked connection does not heed the token.
            await endpoint.Send(command, Pipe.Execute<SendContext<T>>(RequireQueue), cancellationToken).WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault.IsConnectionLoss())
        {
            return false;
        }
    }

    // An exchange without its queue confirms and loses.
    private static void RequireQueue<T>(SendContext<T> context)
        where T : class
    {
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
    }
}
