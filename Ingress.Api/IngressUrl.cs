namespace Pipeline.Ingress;

/// <summary>Where the ingress listens unless <c>--urls</c> or <c>ASPNETCORE_URLS</c> says otherwise.</summary>
public static class IngressUrl
{
    /// <summary>
    /// The URL that HOST and PORT describe. A wrong value gives way to the default here, as it is reported
    /// with all other mistakes at start.
    /// </summary>
    public static string From(IConfiguration configuration)
    {
        var ingress = configuration.GetSection(IngressOptions.Section);
        var host = ingress["Host"] is { Length: > 0 } configured ? configured : new IngressOptions().Host;
        var port = ushort.TryParse(ingress["Port"], out var number) ? number : new IngressOptions().Port;
        return host.Contains(':', StringComparison.Ordinal) ? $"http://[{host.Trim('[', ']')}]:{port}" : $"http://{host}:{port}";
    }
}
