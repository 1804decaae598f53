using MassTransit;
using Pipeline.Contracts.CliTasks;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Hears what the trees are told.</summary>
internal sealed class Trees(Observations observations) : IConsumer<CliTaskUndelivered>
{
    public Task Consume(ConsumeContext<CliTaskUndelivered> context) => observations.AddAsync(context.Message, context.CancellationToken);
}
