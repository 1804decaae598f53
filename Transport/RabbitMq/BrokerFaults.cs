using System.Net.Sockets;
using MassTransit;
using RabbitMQ.Client.Exceptions;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Pipeline.Transport.RabbitMq;

/// <summary>Tells faults of the connection, which pass by themselves, from all others.</summary>
internal static class BrokerFaults
{
    /// <summary>True where the connection or channel was lost or could not be opened; trying again makes sense.</summary>
    public static bool IsConnectionLoss(this Exception fault) =>
        fault is OperationInterruptedException or BrokerUnreachableException or ConnectFailureException
            or ConnectionException or TransportUnavailableException or IOException or SocketException
            or PublishException { IsReturn: false }
            || fault.InnerException?.IsConnectionLoss() == true;
}
