using Pipeline.Ingress;

namespace Pipeline.Host.Startup;

/// <summary>How this process listens, logs and ends unless it is configured otherwise.</summary>
internal static class HostDefaults
{
    // A wrong PORT is reported with all other mistakes when the host starts.
    private const int DefaultPort = 8082;

    public static void ConfigureHost(this WebApplicationBuilder builder)
    {
        var ingress = builder.Configuration.GetSection(IngressOptions.Section);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(Url(ingress["Host"] ?? "127.0.0.1", ushort.TryParse(ingress["Port"], out var port) ? port : DefaultPort));

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);

        // What prevents the start is told in words by the program itself.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // The ingress drains its answers within DrainSeconds; the rest needs a few more.
        builder.Services.AddOptions<HostOptions>().Configure<Microsoft.Extensions.Options.IOptions<IngressOptions>>(
            (host, options) => host.ShutdownTimeout = TimeSpan.FromSeconds(options.Value.DrainSeconds + 10));
    }

    private static string Url(string host, int port) => host.Contains(':', StringComparison.Ordinal)
        ? $"http://[{host.Trim('[', ']')}]:{port}"
        : $"http://{host}:{port}";
}
