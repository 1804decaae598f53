using MassTransit;
using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Events;
using Pipeline.Contracts.Models;
using Pipeline.Workers.Nim.Providers;

namespace Pipeline.Workers.Nim.ModelLists;

/// <summary>Says which models there are.</summary>
internal sealed class ListModelsConsumer(UpstreamProviders providers, TimeProvider time) : IConsumer<ListModels>
{
    // Less than whoever asks is ready to wait: what other providers list must not be missed for one that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task Consume(ConsumeContext<ListModels> context)
    {
        var lists = await Task.WhenAll(providers.InUse.Select(provider => ListAsync(provider, context.CancellationToken)));
        await context.RespondAsync(new ModelsListed { Models = [.. lists.SelectMany(models => models)] });
    }

    private async Task<IEnumerable<ServedModel>> ListAsync(Provider provider, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await provider.Models.RefreshedAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // What is known from before counts, and the rest when somebody asks again.
        }

        return provider.Models.Known.Where(model => model.IsChat).Select(model => Serve(provider, model)).ToList();
    }

    private static ServedModel Serve(Provider provider, ListedModel model) => new()
    {
        Model = new ModelReference(provider.Profile.Name, model.Id),
        DisplayName = model.DisplayName,
        CreatedAt = model.CreatedAt,
        ContextWindow = provider.Profile.ContextWindow ?? model.ContextWindow,
        MaxOutputTokens = provider.Profile.MaxOutputTokens ?? model.MaxOutputTokens,
    };
}

/// <summary>An endpoint of this instance alone, which vanishes with it.</summary>
internal sealed class ListModelsConsumerDefinition : ConsumerDefinition<ListModelsConsumer>
{
    public ListModelsConsumerDefinition() => Endpoint(endpoint =>
    {
        endpoint.Name = $"list-models.{Guid.NewGuid():N}";
        endpoint.Temporary = true;
    });

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ListModelsConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        // Nobody could use them later: whoever asked has gone on.
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}
