using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pipeline.Transport.Settings;

namespace Pipeline.Ingress.Security;

/// <summary>Refuses to listen where others can reach it unless clients must present a token.</summary>
internal sealed class TokenBeyondLoopback(IConfiguration configuration) : IConfigurationRule
{
    public IEnumerable<string> Faults()
    {
        try
        {
            return HasToken(configuration) ? [] : [.. OpenHosts().Take(1).Select(Sentence)];
        }
        catch (FormatException)
        {
            return [$"--urls (or ASPNETCORE_URLS) is '{configuration[WebHostDefaults.ServerUrlsKey]}', which is not a list of URLs such as http://127.0.0.1:8082"];
        }
    }

    /// <summary>The same for an endpoint that Kestrel is about to open, whatever configured it.</summary>
    /// <exception cref="SettingsException">The endpoint is open to others and no token is set.</exception>
    public static void Require(ListenOptions endpoint, IConfiguration configuration)
    {
        if (HasToken(configuration) || endpoint.IPEndPoint is not { } address || IPAddress.IsLoopback(address.Address)) return;

        throw new SettingsException([Sentence(address.ToString())]);
    }

    // HOST and PORT have become a URL by now, unless somebody named URLs.
    private IEnumerable<string> OpenHosts() => (configuration[WebHostDefaults.ServerUrlsKey] ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Where(url => !ListenAddresses.IsLocal(url))
        .Select(url => BindingAddress.Parse(url).Host);

    private static bool HasToken(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration[$"{IngressOptions.Section}:{nameof(IngressOptions.AuthToken)}"]);

    private static string Sentence(string address) =>
        $"ANTHROPIC_AUTH_TOKEN is not set, but the server would listen on {address}, where others can reach it; "
        + "set ANTHROPIC_AUTH_TOKEN to a long random value, or HOST to 127.0.0.1";
}
