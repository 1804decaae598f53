using System.Threading.Channels;
using MassTransit;
using Pipeline.Contracts.Telegram;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Tests.Telegram;

/// <summary>What has come for the Telegram workers.</summary>
internal sealed class TakenUpdates
{
    private readonly Channel<HandleTelegramUpdate> _updates = Channel.CreateUnbounded<HandleTelegramUpdate>();

    public ChannelReader<HandleTelegramUpdate> Updates => _updates.Reader;

    public void Add(HandleTelegramUpdate update) => Assert.True(_updates.Writer.TryWrite(update));
}

/// <summary>Stands for Workers.Telegram.</summary>
internal sealed class ScriptedTelegramWorker(TakenUpdates taken) : IConsumer<HandleTelegramUpdate>
{
    public Task Consume(ConsumeContext<HandleTelegramUpdate> context)
    {
        taken.Add(context.Message);
        return Task.CompletedTask;
    }
}

/// <summary>Its queue.</summary>
internal sealed class ScriptedTelegramWorkerDefinition : ConsumerDefinition<ScriptedTelegramWorker>
{
    public ScriptedTelegramWorkerDefinition() => EndpointName = CommandExchanges.TelegramUpdates;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ScriptedTelegramWorker> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.ConfigureConsumeTopology = false;
}
