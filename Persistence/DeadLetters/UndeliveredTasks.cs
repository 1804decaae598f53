using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.DeadLetters;

/// <summary>Tells a tree that a task's command has become a dead letter: its node would wait for ever.</summary>
/// <param name="store">Has its outbox, so that the tree is told whatever ends in between.</param>
public sealed class UndeliveredTasks(IStateStore store)
{
    private static readonly Uri Trees = new($"exchange:{ITreeCommand.Exchange}");

    /// <summary>Tells the tree; durable once it completes.</summary>
    /// <param name="task">The command.</param>
    /// <param name="letter">What became of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task TellAsync(RunCliTask task, DeadLetter letter, CancellationToken cancellationToken) =>
        store.ChangeAsync(change => change.SendAsync(Trees, Undelivered(task, letter), cancellationToken), cancellationToken);

    private static CliTaskUndelivered Undelivered(RunCliTask task, DeadLetter letter) => new()
    {
        TreeId = task.TreeId,
        NodeId = task.NodeId,
        RunId = task.RunId,
        Error = $"No worker could take this task: {letter.Error.Message} Once that is mended, retry it. (dead letter {letter.Id})",
    };
}
