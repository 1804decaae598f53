using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Trees;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Trees.Clearing;
using Pipeline.Workers.Trees.Stopping;

namespace Pipeline.Workers.Trees.Machine;

/// <summary>
/// The queue of all trees. In this process the messages of one tree are consumed one after the other, those of different trees
/// together; between processes the tree's record is the lock.
/// </summary>
internal static class MessageTreesEndpoint
{
    // More than the messages that are taken at once, so that two trees seldom wait for each other.
    private const int Lanes = 256;

    /// <summary>Configures the queue, or its quarantine.</summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
    {
        endpoint.AddPrePipeSpecification(new MassTransit.Configuration.FilterPipeSpecification<ConsumeContext>(
            ActivatorUtilities.CreateInstance<AnnouncementFilter>(context)));
        endpoint.UseStateTransaction(context, CommandExchanges.MessageTrees);
        KeepOrder(endpoint);
        endpoint.ConfigureSaga<MessageTree>(context);
        endpoint.ConfigureConsumer<StopAllConsumer>(context);
        endpoint.ConfigureConsumer<ClearAllConsumer>(context);
        endpoint.ConfigureConsumer<DeleteTranscriptsConsumer>(context);
    }

    private static void KeepOrder(IReceiveEndpointConfigurator endpoint)
    {
        var lanes = endpoint.CreatePartitioner(Lanes);
        endpoint.UsePartitioner<SubmitMessage>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<StopNode>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<StopTree>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<ClearBranch>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<LinkMessage>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<ReplacePrompt>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<ResumeNode>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<RetryNode>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<EndWaiting>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<CliSessionStarted>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<CliTaskCompleted>(lanes, context => context.Message.TreeId);
        endpoint.UsePartitioner<CliTaskUndelivered>(lanes, context => context.Message.TreeId);
    }
}
