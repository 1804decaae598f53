using MassTransit;

namespace Pipeline.Workers.DeadLetters.Collection.Embedded;

/// <summary>Collects messages whose consumers threw, or which nobody could parse.</summary>
internal sealed class CollectFaulted(string queue, Collector collector) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        await collector.CollectAsync(EmbeddedFailure.Read(queue, context, context.ExceptionHeaders), CancellationToken.None);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("dead-letters");
}
