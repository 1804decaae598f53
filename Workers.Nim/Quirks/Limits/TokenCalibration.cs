using System.Collections.Concurrent;
using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Quirks.Limits;

/// <summary>
/// Corrects estimates by what upstreams reported: tokenizers differ from model to model, and people's texts
/// from bytes in English. Newer reports count more, so that it follows what people do now.
/// </summary>
internal sealed class TokenCalibration
{
    private const int MaxModels = 1_000;

    /// <summary>Weight of a new report, once there have been ten.</summary>
    private const double Weight = 0.1;

    /// <summary>In smaller prompts the template's own words outweigh the text.</summary>
    private const int SmallestPrompt = 500;

    /// <summary>Bytes to a token that no ordinary text in any language exceeds: Hindi has ten, wide tables fifteen.</summary>
    private const int MostBytesPerToken = 16;

    private readonly ConcurrentDictionary<ModelReference, Ratio> _ratios = new();

    /// <summary>Takes in what an upstream counted.</summary>
    /// <param name="target">The model that counted.</param>
    /// <param name="request">The request.</param>
    /// <param name="reported">Tokens of the prompt, cached ones included.</param>
    public void Learn(TargetModel target, TranslatedRequest request, int reported)
    {
        var (model, estimate) = (target.Model, EstimateFor(target, request));
        if (reported <= 0 || estimate.Tokens < SmallestPrompt) return;
        if (_ratios.Count >= MaxModels && !_ratios.ContainsKey(model)) return;

        var observed = Math.Clamp((double)reported / estimate.Tokens, 0.25, 4);
        _ratios.AddOrUpdate(model, new Ratio(observed, 1), (_, known) => known.With(observed));
    }

    /// <summary>Measures a prompt before the upstream has counted it. Quick, as it stands in front of every call.</summary>
    /// <param name="target">The model.</param>
    /// <param name="request">The request.</param>
    public PromptTokens Measure(TargetModel target, TranslatedRequest request)
    {
        var estimate = EstimateFor(target, request);
        var ratio = _ratios.TryGetValue(target.Model, out var known) ? known.Value : 1;
        var likely = Math.Max(1, (int)(estimate.Tokens * ratio));
        return new PromptTokens(likely, Math.Min(likely, estimate.TextBytes / MostBytesPerToken));
    }

    // A model that takes no images is sent notes of a few words in their place.
    private static TokenEstimate EstimateFor(TargetModel target, TranslatedRequest request) =>
        target.Quirks.Contains(Quirk.NoImages) ? request.Estimate with { Images = 0 } : request.Estimate;

    private readonly record struct Ratio(double Value, int Reports)
    {
        public Ratio With(double observed) =>
            new(Value + ((observed - Value) * Math.Max(Weight, 1.0 / (Reports + 1))), Math.Min(Reports + 1, 1_000));
    }
}
