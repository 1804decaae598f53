using System.Net.Security;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Pipeline.Transport.RabbitMq.Sockets;
using RabbitMQ.Client;

namespace Pipeline.Transport.RabbitMq;

/// <summary>
/// What RABBITMQ_URL says, read in one way for every connection: the client's own reading refuses some passwords in words that
/// repeat them, and MassTransit encrypts by the port and not by the scheme.
/// </summary>
/// <param name="Host">Name or IP address.</param>
/// <param name="Port">Port; AMQP's own where the URL names none.</param>
/// <param name="VirtualHost">The virtual host; <c>/</c> where the URL names none.</param>
/// <param name="User">User name; <c>guest</c> where the URL names none.</param>
/// <param name="Password">The user's password.</param>
/// <param name="UseTls">Whether connections are encrypted and the broker's certificate checked.</param>
public sealed record BrokerAddress(string Host, int Port, string VirtualHost, string User, string Password, bool UseTls)
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

    /// <summary>The broker that is configured; null where everything runs in one process.</summary>
    public static BrokerAddress? Configured(IConfiguration configuration) =>
        configuration.GetSection(RabbitMqOptions.Section).Get<RabbitMqOptions>()?.Url is { } url ? Parse(url) : null;

    /// <summary>For connections of our own.</summary>
    public ConnectionFactory ToFactory() => new()
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = User,
        Password = Password,
        SocketFactory = BrokerSocket.Create,
        Ssl = new SslOption(Host, enabled: UseTls) { AcceptablePolicyErrors = SslPolicyErrors.None },
    };

    /// <summary>Where it is, without the password.</summary>
    public override string ToString() => $"{Host}:{Port}{(VirtualHost == "/" ? "" : "/")}{VirtualHost}";

    /// <summary>For the bus.</summary>
    internal void Configure(IRabbitMqHostConfigurator host)
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
