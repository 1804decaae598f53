using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Pipeline.Transport.Hosting;

namespace Pipeline.Workers.Cli.Start;

/// <summary>The ingress where the settings say that it is.</summary>
internal sealed class ConfiguredIngress(IOptions<CliOptions> options, IConfiguration configuration) : IIngressAddress
{
    // As the ingress has them.
    private const string DefaultHost = "127.0.0.1";
    private const string DefaultPort = "8082";

    public Uri Url => new(options.Value.IngressUrl is { Length: > 0 } configured
        ? configured
        : ListenUrls.ForClients($"http://{Host}:{Setting("Ingress:Port", DefaultPort)}"));

    public Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Host => Setting("Ingress:Host", DefaultHost) is var host && host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private string Setting(string key, string byDefault) => configuration[key] is { Length: > 0 } value ? value : byDefault;
}
