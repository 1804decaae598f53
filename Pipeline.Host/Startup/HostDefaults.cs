using Pipeline.Ingress;

namespace Pipeline.Host.Startup;

/// <summary>
/// How this process listens, logs and ends unless it is configured otherwise. A wrong value gives way to
/// the default here, as it is reported with all other mistakes when the host starts.
/// </summary>
internal static class HostDefaults
{
    public static void ConfigureHost(this WebApplicationBuilder builder)
    {
        var ingress = builder.Configuration.GetSection(IngressOptions.Section);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(Url(ingress["Host"] ?? new IngressOptions().Host, ushort.TryParse(ingress["Port"], out var port) ? port : new IngressOptions().Port));

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Error);

        // What prevents the start is told in words by the program itself.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // The ingress drains its answers within DrainSeconds; the rest needs a few more.
        var drain = double.TryParse(ingress["DrainSeconds"], out var seconds) ? seconds : new IngressOptions().DrainSeconds;
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(drain + 10));
    }

    private static string Url(string host, int port) => host.Contains(':', StringComparison.Ordinal)
        ? $"http://[{host.Trim('[', ']')}]:{port}"
        : $"http://{host}:{port}";
}
