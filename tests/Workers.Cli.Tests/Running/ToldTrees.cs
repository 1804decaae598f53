using System.Collections.Concurrent;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>What message trees are told, in order.</summary>
internal sealed class ToldTrees
{
    private readonly ConcurrentQueue<object> _messages = new();

    /// <summary>Every message.</summary>
    public IReadOnlyList<object> All => [.. _messages];

    /// <summary>The ends of one run; there should never be two.</summary>
    public IReadOnlyList<CliTaskCompleted> EndsOf(RunCliTask task) => [.. _messages.OfType<CliTaskCompleted>().Where(end => end.RunId == task.RunId)];

    /// <summary>Waits for the end of a run.</summary>
    public async Task<CliTaskCompleted> EndOfAsync(RunCliTask task)
    {
        await Patience.UntilAsync(() => Task.FromResult(EndsOf(task) is not []), $"the end of {task.Prompt}");
        return EndsOf(task)[0];
    }

    internal sealed class Consumer(ToldTrees told) : IConsumer<CliSessionStarted>, IConsumer<CliTaskCompleted>
    {
        public Task Consume(ConsumeContext<CliSessionStarted> context)
        {
            told._messages.Enqueue(context.Message);
            return Task.CompletedTask;
        }

        public Task Consume(ConsumeContext<CliTaskCompleted> context)
        {
            told._messages.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }

    internal sealed class Definition : ConsumerDefinition<Consumer>
    {
        public Definition() => EndpointName = CommandExchanges.MessageTrees;

        protected override void ConfigureConsumer(
            IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<Consumer> consumerConfigurator, IRegistrationContext context) =>
            endpointConfigurator.ConfigureConsumeTopology = false;
    }
}
