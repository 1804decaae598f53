using System.Net;

namespace Pipeline.Ingress.Security;

/// <summary>Which addresses reach this machine alone.</summary>
internal static class ListenAddresses
{
    /// <summary>True for <c>localhost</c> and the loopback addresses, with or without the brackets of IPv6.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
