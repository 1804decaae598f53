using System.Diagnostics.Metrics;
using Pipeline.Contracts.Commands;
using Pipeline.Ingress.Recording;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>Counts what needs no model, by kind.</summary>
internal sealed class LocalAnswerMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "Pipeline.Ingress";

    private readonly Counter<long> _hits;
    private readonly Counter<long> _requestsSaved;
    private readonly Counter<long> _tokensSaved;

    public LocalAnswerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _hits = meter.CreateCounter<long>("pipeline.local.hits", "{request}", "Requests that were found to need no model.");
        _requestsSaved = meter.CreateCounter<long>("pipeline.local.requests_saved", "{request}", "Requests that were answered without a model; the other hits went to one after all.");
        _tokensSaved = meter.CreateCounter<long>("pipeline.local.tokens_saved", "{token}", "Tokens of these requests and their answers.");
    }

    /// <summary>A request needs no model.</summary>
    public void Hit(LocalAnswerKind kind) => _hits.Add(1, Kind(kind));

    /// <summary>It was answered without one.</summary>
    public void Saved(LocalAnswerKind kind, TokenUsage usage)
    {
        _requestsSaved.Add(1, Kind(kind));
        _tokensSaved.Add((usage.Input ?? 0) + (usage.Output ?? 0), Kind(kind));
    }

    private static KeyValuePair<string, object?> Kind(LocalAnswerKind kind) => new("kind", kind.ToString());
}
