using MassTransit;

namespace Pipeline.Workers.DeadLetters.Collection.Embedded;

/// <summary>Collects messages that no consumer of their queue takes.</summary>
internal sealed class CollectSkipped(string queue, Collector collector) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await collector.CollectAsync(EmbeddedFailure.Read(queue, context, faultHeaders: null) with { Reason = RawReason.Skipped }, CancellationToken.None);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("dead-letters");
}
