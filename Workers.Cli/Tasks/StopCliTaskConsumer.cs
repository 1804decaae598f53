using MassTransit;
using Pipeline.Contracts.CliTasks;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>Stops a run, if it is here.</summary>
internal sealed class StopCliTaskConsumer(CliTasks tasks) : IConsumer<StopCliTask>
{
    public Task Consume(ConsumeContext<StopCliTask> context)
    {
        tasks.Stop(context.Message.RunId);
        return Task.CompletedTask;
    }
}
