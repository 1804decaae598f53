using System.Net;

namespace Pipeline.Ingress.Security;

/// <summary>Which addresses reach this machine alone.</summary>
internal static class ListenAddresses
{
    /// <summary>True for a URL that is reached from this machine alone: on loopback, or a socket in its file system.</summary>
    /// <exception cref="FormatException">It is no URL to listen on.</exception>
    public static bool IsLocal(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || address.IsNamedPipe || IsLoopback(address.Host);
    }

    /// <summary>True for <c>localhost</c> and the loopback addresses, with or without the brackets of IPv6.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
