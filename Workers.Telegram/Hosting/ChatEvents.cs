using MassTransit;
using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Telegram;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Outcomes;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Hosting;

/// <summary>What comes to this worker over the bus: how trees go on, and what the webhook has taken.</summary>
internal static class ChatEvents
{
    // Each waits for the disk, or for Telegram.
    private const int Concurrency = 32;

    public static IServiceCollection AddChatEvents(this IServiceCollection services)
    {
        services.RegisterConsumer<NodeOutcomeConsumer>();
        services.RegisterConsumer<ViewChangeConsumer>();
        services.RegisterConsumer<MessagesClearedConsumer>();
        services.AddCommandEndpoint(CommandExchanges.ChatEvents(ChatPlatforms.Telegram), "ChatEvents", Concurrency, (endpoint, context) =>
        {
            endpoint.WaitForDatabase(context);
            endpoint.ConfigureConsumer<NodeOutcomeConsumer>(context);
            endpoint.ConfigureConsumer<ViewChangeConsumer>(context);
            endpoint.ConfigureConsumer<MessagesClearedConsumer>(context);
        });
        services.RegisterConsumer<TelegramUpdateConsumer>();
        return services.AddCommandEndpoint(CommandExchanges.TelegramUpdates, nameof(HandleTelegramUpdate), Concurrency, (endpoint, context) =>
        {
            endpoint.WaitForDatabase(context);
            endpoint.ConfigureConsumer<TelegramUpdateConsumer>(context);
        });
    }
}
