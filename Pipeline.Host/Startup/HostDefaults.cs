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
            builder.WebHost.UseUrls(ListenUrl(builder.Configuration));

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

    /// <summary>The URL that HOST and PORT describe.</summary>
    public static string ListenUrl(IConfiguration configuration)
    {
        var ingress = configuration.GetSection(IngressOptions.Section);
        var host = ingress["Host"] is { Length: > 0 } configured ? configured : new IngressOptions().Host;
        var port = ushort.TryParse(ingress["Port"], out var number) ? number : new IngressOptions().Port;
        return host.Contains(':', StringComparison.Ordinal) ? $"http://[{host.Trim('[', ']')}]:{port}" : $"http://{host}:{port}";
    }
}
