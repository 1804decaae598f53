using MassTransit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Sees every event that leaves; it has an inbox of its own.</summary>
internal sealed class Observer(Observations observations) : IConsumer<Deposited>, IConsumer<Counted>
{
    public Task Consume(ConsumeContext<Deposited> context) => observations.AddAsync(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<Counted> context) => observations.AddAsync(context.Message, context.CancellationToken);
}
