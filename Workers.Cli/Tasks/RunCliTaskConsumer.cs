using System.Diagnostics;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.Workers.Cli.Start;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>Takes a task where there is room for it, and lets it go where there is none; done in either case within moments.</summary>
internal sealed class RunCliTaskConsumer(CliTasks tasks, TaskSlots slots, ClaimedRuns claims, StoreOutage outage, IIngressAddress ingress) : IConsumer<RunCliTask>
{
    // Another worker may have room; so it does not wait for long here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task Consume(ConsumeContext<RunCliTask> context)
    {
        var (task, cancellationToken) = (context.Message, context.CancellationToken);
        if (await tasks.HasTakenAsync(task.RunId, cancellationToken)) return;

        await ingress.ReadyAsync(cancellationToken);
        if (await slots.TryTakeAsync(Patience, cancellationToken)) await tasks.TakeAsync(task, Activity.Current?.Id, cancellationToken);
        else await outage.RideOutAsync($"Task of run {task.RunId}", () => claims.PassOnAsync(task, cancellationToken), Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
