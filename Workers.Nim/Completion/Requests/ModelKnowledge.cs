using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.ModelLists;
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
    /// <summary>All that is known of one model now: settings before its provider's list, and what it said itself before both.</summary>
    public async ValueTask<TargetModel> OfAsync(UpstreamModel model, CancellationToken cancellationToken)
    {
        var target = model.Known;
        if (model.Provider.Models.Find(model.Id) is { } listed) target = Complete(target, listed);
        return (await Learnt.FindAsync(model.Reference, cancellationToken)).ApplyTo(target);
    }

    private static TargetModel Complete(TargetModel target, ListedModel listed) => target with
    {
        Quirks = listed.Images is false ? target.Quirks.Append(Quirk.NoImages).ToHashSet() : target.Quirks,
        ContextWindow = target.ContextWindow ?? listed.ContextWindow,
        OutputLimit = target.OutputLimit ?? listed.MaxOutputTokens,
    };
}
