using System.Net.Sockets;
using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq.Sockets;

/// <summary>A client's socket to the broker, whose stream is a <see cref="BrokerStream"/>.</summary>
internal sealed class BrokerSocket : TcpClientAdapter
{
    private BrokerSocket(Socket socket)
        : base(socket)
    {
    }

    /// <summary>For <see cref="ConnectionFactoryBase.SocketFactory"/>.</summary>
    public static ITcpClient Create(AddressFamily family) =>
        new BrokerSocket(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    /// <inheritdoc/>
    public override NetworkStream GetStream() => new BrokerStream(Client, TimeProvider.System);
}
