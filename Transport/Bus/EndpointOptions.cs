using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Transport.Bus;

/// <summary>
/// How many messages an endpoint takes at once. Section <c>Endpoints:{name}</c>, where the name is that of its command.
/// Set for waiting, not for CPU: a request mostly waits for its model.
/// </summary>
public sealed class EndpointOptions
{
    private const string Section = "Endpoints";

    /// <summary>Messages under way at once. Default for model requests 1024 in one process, 128 on a broker.</summary>
    public int? Concurrency { get; set; }

    /// <summary>Messages fetched from the broker and not yet done. Default as <see cref="Concurrency"/>.</summary>
    public int? Prefetch { get; set; }

    /// <summary>Gives an endpoint its limits, unless they are configured otherwise.</summary>
    public static void Limit(IReceiveEndpointConfigurator endpoint, string name, IRegistrationContext context, int defaultConcurrency)
    {
        var options = context.GetRequiredService<IConfiguration>().GetSection(Section).GetSection(name).Get<EndpointOptions>();
        var concurrency = options?.Concurrency ?? defaultConcurrency;
        endpoint.ConcurrentMessageLimit = concurrency;
        endpoint.PrefetchCount = options?.Prefetch ?? concurrency;
    }
}
