using System.Net.Sockets;
using System.Threading.Channels;
using MassTransit;
using RabbitMQ.Client.Exceptions;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Pipeline.Transport.RabbitMq;

/// <summary>Tells faults of the connection, which pass by themselves, from all others.</summary>
internal static class BrokerFaults
{
    /// <summary>True where the connection or channel was lost or could not be opened; trying again makes sense.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="caller">
    /// The caller's own token. A cancellation that is not its is the client's: it cancels calls that the broker does
    /// not answer in 20 s.
    /// </param>
    public static bool IsConnectionLoss(this Exception fault, CancellationToken caller) =>
        fault is OperationInterruptedException or BrokerUnreachableException or ConnectFailureException
            or ConnectionException or TransportUnavailableException or IOException or SocketException
            or TimeoutException or ChannelClosedException
            or PublishException { IsReturn: false }
            || (fault is OperationCanceledException && !caller.IsCancellationRequested)
            || fault.InnerException?.IsConnectionLoss(caller) == true;
}
