using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Tasks;

/// <summary>Sends commands to the trees, durable before anybody is told that they are on their way.</summary>
internal sealed class TaskCommands(IStateStore store)
{
    /// <summary>Where trees take their messages.</summary>
    public static Uri Exchange { get; } = new($"exchange:{CommandExchanges.MessageTrees}");

    /// <summary>Sends one command; completes once it is stored.</summary>
    public Task SendAsync<T>(T command, CancellationToken cancellationToken)
        where T : class => store.ChangeAsync(change => change.SendAsync(Exchange, command, cancellationToken), cancellationToken);

    /// <summary>Stops some tasks by their ids and all others, in one step.</summary>
    public Task StopAllAsync(IReadOnlyList<StopNode> some, StopAll all, CancellationToken cancellationToken) => store.ChangeAsync(
        async change =>
        {
            foreach (var stop in some) await change.SendAsync(Exchange, stop, cancellationToken);
            await change.SendAsync(Exchange, all, cancellationToken);
        },
        cancellationToken);
}
