using System.Net.Security;
using MassTransit;
using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// What RABBITMQ_URL says, read once for both planes: the client's own reading refuses some passwords in words that
/// repeat them, and MassTransit encrypts by the port and not by the scheme.
/// </summary>
internal sealed record BrokerAddress(string Host, int Port, string VirtualHost, string User, string Password, bool UseTls)
{
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    /// <summary>Reads <c>amqp://user:password@host:port/vhost</c>; what is missing is the broker's default.</summary>
    public static BrokerAddress Parse(Uri url)
    {
        var user = url.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var useTls = url.Scheme == "amqps";
        var virtualHost = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        return new BrokerAddress(
            url.Host.Trim('[', ']'),
            url.Port > 0 ? url.Port : useTls ? TlsPort : PlainPort,
            virtualHost.Length > 0 ? virtualHost : "/",
            user[0].Length > 0 ? user[0] : "guest",
            user.Length > 1 ? user[1] : "guest",
            useTls);
    }

    /// <summary>For the frame plane's connections.</summary>
    public ConnectionFactory ToFactory() => new()
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = User,
        Password = Password,
        Ssl = new SslOption(Host, enabled: UseTls) { AcceptablePolicyErrors = SslPolicyErrors.None },
    };

    /// <summary>For the bus.</summary>
    public void Configure(IRabbitMqHostConfigurator host)
    {
        host.Username(User);
        host.Password(Password);
        if (!UseTls) return;

        host.UseSsl(tls =>
        {
            tls.ServerName = Host;
            tls.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch);
        });
    }
}
