using Pipeline.Contracts.Models;
using Pipeline.Workers.Nim.Quirks.Complaints;

namespace Pipeline.Workers.Nim.Quirks.Learning;

/// <summary>What refusals have taught about models, here and in other workers.</summary>
internal interface ILearntModels
{
    /// <summary>
    /// What is believed of a model now. From memory; only the very first question of a process waits, for a
    /// moment, until what is stored has been read.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<LearntModel> FindAsync(ModelReference model, CancellationToken cancellationToken);

    /// <summary>Takes in what a complaint teaches: at once for this process, and in the background for others and later ones.</summary>
    /// <param name="model">The model.</param>
    /// <param name="complaint">What it had against a request.</param>
    void Learn(ModelReference model, Complaint complaint);
}
