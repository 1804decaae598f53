using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Models;
using Pipeline.Transport.Bus.Quarantine;
using Pipeline.Workers.Nim.Cancellation;
using Pipeline.Workers.Nim.Completion;
using Pipeline.Workers.Nim.DeadLetters;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim;

/// <summary>The model worker, for any host.</summary>
public static class NimWorkerExtensions
{
    /// <summary>Adds the consumers that answer <c>CompleteMessage</c>; the transport is added once for all roles.</summary>
    public static IServiceCollection AddNimWorker(this IServiceCollection services)
    {
        services.AddOptions<UpstreamOptions>().BindConfiguration(UpstreamOptions.Section);
        services.AddOptions<ProviderOptions>(ProviderNames.NvidiaNim)
            .BindConfiguration($"{ProviderOptions.Section}:{ProviderNames.NvidiaNim}");
        services.AddOptions<DeadLetterOptions>().BindConfiguration(DeadLetterOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ProviderProfile.NvidiaNim(provider.GetRequiredService<IOptionsMonitor<ProviderOptions>>()));
        services.AddSingleton<UpstreamClient>();
        services.AddSingleton<FailedRequests>();
        services.AddSingleton<Completer>();
        services.AddSingleton<ReplayedRequests>();
        services.AddSingleton<WorkInProgress>();
        services.AddSingleton<Deliveries>();
        services.RegisterConsumer<CompleteMessageConsumer, CompleteMessageConsumerDefinition>();
        services.RegisterConsumer<QuarantineConsumer<CompleteMessageConsumer, CompleteMessage>, CompleteMessageQuarantine>();
        services.RegisterConsumer<CancelWorkConsumer, CancelWorkConsumerDefinition>();
        return services;
    }
}
