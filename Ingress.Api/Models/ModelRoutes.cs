using Microsoft.Extensions.Options;
using Pipeline.Contracts.Models;

namespace Pipeline.Ingress.Models;

/// <summary>Finds the model that serves a request.</summary>
public sealed class ModelRoutes
{
    /// <summary>The routes by Claude family, and the default, in the order in which people are told.</summary>
    public IReadOnlyList<(string Family, ModelReference Model)> Families { get; }

    /// <summary>What serves every other model.</summary>
    public ModelReference Default { get; }

    /// <summary>Reads the configured routes.</summary>
    /// <exception cref="FormatException">A route is not <c>provider/model</c>.</exception>
    public ModelRoutes(IOptions<RoutingOptions> options)
    {
        var routing = options.Value;
        Default = Parse(routing.Default);
        Families =
        [
            ("opus", ParseOrDefault(routing.Opus)),
            ("sonnet", ParseOrDefault(routing.Sonnet)),
            ("haiku", ParseOrDefault(routing.Haiku)),
        ];
    }

    /// <summary>
    /// A client's explicit <c>provider/model</c> is respected; a Claude model goes by its family;
    /// anything else is served by the default.
    /// </summary>
    public ModelReference Resolve(string requested)
    {
        if (ModelReference.TryParse(requested, out var named)) return named;

        foreach (var (family, model) in Families)
        {
            if (requested.Contains(family, StringComparison.OrdinalIgnoreCase)) return model;
        }

        return Default;
    }

    private ModelReference ParseOrDefault(string? text) => string.IsNullOrEmpty(text) ? Default : Parse(text);

    private static ModelReference Parse(string text) =>
        ModelReference.TryParse(text, out var model) ? model : throw new FormatException($"'{text}' is not provider/model.");
}
