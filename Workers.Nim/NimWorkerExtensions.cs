using MassTransit.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Contracts.Commands;
using Pipeline.Tokens;
using Pipeline.Tokens.Prompts;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Providers;
using Pipeline.Transport.Settings;
using Pipeline.Workers.Nim.Cancellation;
using Pipeline.Workers.Nim.Completion;
using Pipeline.Workers.Nim.Completion.Requests;
using Pipeline.Workers.Nim.DeadLetters;
using Pipeline.Workers.Nim.ModelLists;
using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks.Learning;
using Pipeline.Workers.Nim.RateBudget;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim;

/// <summary>The model worker, for any host.</summary>
public static class NimWorkerExtensions
{
    /// <summary>Adds the consumers that answer <c>CompleteMessage</c>; the transport is added once for all roles.</summary>
    public static IServiceCollection AddNimWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UpstreamOptions>().BindConfiguration(UpstreamOptions.Section);
        services.AddOptions<DeadLetterOptions>().BindConfiguration(DeadLetterOptions.Section);
        foreach (var provider in configuration.ProviderCatalogue().All)
            services.AddOptions<ProviderOptions>(provider.Name).BindConfiguration($"{ProviderOptions.Section}:{provider.Name}");

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IConfigurationRule, RoutedProviders>();
        services.AddRateBudgets();
        services.AddLearning();
        services.AddSingleton<ModelKnowledge>();
        services.TryAddSingleton<ITokenizer>(Cl100kTokenizer.Instance);
        services.TryAddSingleton<PromptCounter>();
        services.AddSingleton<UpstreamProviders>();
        services.AddSingleton<FailedRequests>();
        services.AddSingleton<Completer>();
        services.AddSingleton<ReplayedRequests>();
        services.AddSingleton<WorkInProgress>();
        services.AddSingleton<Deliveries>();
        services.AddCommandConsumer<CompleteMessageConsumer, CompleteMessage>(Queues(configuration));
        services.RegisterConsumer<CancelWorkConsumer, CancelWorkConsumerDefinition>();
        services.RegisterConsumer<ListModelsConsumer, ListModelsConsumerDefinition>();
        return services;
    }

    private static IEnumerable<string> Queues(IConfiguration configuration) => configuration.ProviderCatalogue().All.Select(provider => CommandExchanges.CompleteMessage(provider.Name));
}
