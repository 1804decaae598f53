using Pipeline.Workers.Nim.Providers;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Quirks.Learning;
using Pipeline.Workers.Nim.Quirks.Limits;

namespace Pipeline.Workers.Nim.Completion.Requests;

/// <summary>What is known of models, from wherever it is known.</summary>
/// <param name="Learnt">What their refusals have taught.</param>
/// <param name="Calibration">How they count tokens.</param>
internal sealed record ModelKnowledge(ILearntModels Learnt, TokenCalibration Calibration)
{
    /// <summary>All that is known of one model now.</summary>
    public async ValueTask<TargetModel> OfAsync(UpstreamModel model, CancellationToken cancellationToken) =>
        (await Learnt.FindAsync(model.Reference, cancellationToken)).ApplyTo(model.Known);
}
