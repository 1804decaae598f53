using MassTransit;

namespace Pipeline.Persistence.State.Consuming;

/// <summary>Lets a message that met an outage of the database come to its consumer again only when the database is back.</summary>
internal sealed class OutageWait<T>(TransactionStart start) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        // Of the many that meet none, no one asks the database for it.
        if (context.GetRetryAttempt() > 0) await start.WaitAsync(context.MessageId, context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("outageWait");
}
