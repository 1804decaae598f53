using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.SubmittedTasks;

/// <summary>Registers receipts of tasks as state.</summary>
public static class SubmittedTaskExtensions
{
    /// <summary>Makes <see cref="SubmittedTask"/> a kind of state, for the ingress and for whoever removes old trees.</summary>
    public static IServiceCollection AddSubmittedTaskState(this IServiceCollection services) =>
        services.AddState<SubmittedTask>("submitted_task", task => task.NodeId);
}
