using MassTransit;

namespace Pipeline.Transport.Bus;

/// <summary>Sends commands to their exchanges.</summary>
public sealed class CommandSender(IBus bus)
{
    /// <summary>Sends one command and completes once the transport has taken it.</summary>
    /// <param name="exchange">One of <see cref="CommandExchanges"/>, or the address a worker named.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Ends the wait; the command may still arrive.</param>
    public async Task SendAsync<T>(string exchange, T command, CancellationToken cancellationToken)
        where T : class
    {
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{exchange}"));
        await endpoint.Send(command, Pipe.Execute<SendContext<T>>(RequireQueue), cancellationToken);
    }

    // An exchange without its queue confirms and loses.
    private static void RequireQueue<T>(SendContext<T> context)
        where T : class
    {
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit)) rabbit.Mandatory = true;
    }
}
