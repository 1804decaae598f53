using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Workers.DeadLetters.Replay;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>What an operator can do with dead letters.</summary>
public interface IDeadLetterDesk
{
    /// <summary>All of them, or those of one queue, oldest first. Changes nothing.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(string? queue, CancellationToken cancellationToken);

    /// <summary>One of them as text for people, without secrets; null where it is not there.</summary>
    Task<string?> ShowAsync(string id, CancellationToken cancellationToken);

    /// <summary>Sends dead letters again, oldest first, and says of each what became of it.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="model">For model requests: the model that answers, if not the one that failed last.</param>
    /// <param name="cancellationToken">Ends the work between two of them.</param>
    Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(ReplaySelection selection, ModelReference? model, CancellationToken cancellationToken);

    /// <summary>Removes one of them for good; false where it is not there.</summary>
    Task<bool> DiscardAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Which dead letters to replay: one whatever its state, or all that wait, of one queue or of every queue.</summary>
/// <param name="Id">One of them.</param>
/// <param name="Queue">Those that wait, of this queue.</param>
public sealed record ReplaySelection(string? Id = null, string? Queue = null);
