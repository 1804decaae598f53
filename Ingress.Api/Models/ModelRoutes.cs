using Microsoft.Extensions.Options;
using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;

namespace Pipeline.Ingress.Models;

/// <summary>Finds the models that serve a request.</summary>
public sealed class ModelRoutes
{
    private readonly ProviderCatalogue _providers;

    /// <summary>Reads the configured routes.</summary>
    /// <exception cref="FormatException">A route is not a list of <c>provider/model</c>.</exception>
    public ModelRoutes(IOptions<RoutingOptions> options, ProviderCatalogue providers)
    {
        _providers = providers;
        var routing = options.Value;
        Default = new ModelRoute("default", ConfiguredProviders.Models(routing.Default));
        Families = [Family("opus", routing.Opus), Family("sonnet", routing.Sonnet), Family(ModelRoute.SmallFamily, routing.Haiku)];
    }

    /// <summary>The routes by Claude family, in the order in which people are told.</summary>
    public IReadOnlyList<ModelRoute> Families { get; }

    /// <summary>What serves every other model.</summary>
    public ModelRoute Default { get; }

    /// <summary>
    /// A client's explicit <c>provider/model</c> is respected; a Claude model goes by its family;
    /// anything else is served by the default.
    /// </summary>
    public ModelRoute Resolve(string requested)
    {
        if (_providers.TryParse(requested, out var named)) return new ModelRoute(requested, [named]);

        foreach (var route in Families)
        {
            if (requested.Contains(route.Family, StringComparison.OrdinalIgnoreCase)) return route;
        }

        return Default;
    }

    private ModelRoute Family(string name, string? models) =>
        new(name, string.IsNullOrEmpty(models) ? Default.Models : ConfiguredProviders.Models(models));
}
