using Microsoft.AspNetCore.Http;

namespace Pipeline.Transport.Hosting;

/// <summary>Addresses that servers listen on, as clients see them.</summary>
public static class ListenUrls
{
    /// <summary>Loopback, on a port that the system chooses.</summary>
    public const string AnyLoopbackPort = "http://127.0.0.1:0";

    /// <summary>A URL by which clients on this machine reach a server: any address is reached through loopback.</summary>
    /// <param name="listenUrl">What the server listens on.</param>
    /// <exception cref="FormatException">It is no URL to listen on.</exception>
    public static string ForClients(string listenUrl)
    {
        var address = BindingAddress.Parse(listenUrl);
        if (address.IsUnixPipe) return listenUrl;

        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
