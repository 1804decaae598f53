using Microsoft.Extensions.Configuration;
using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers;

namespace Pipeline.Transport.Providers;

/// <summary>What the configuration says about providers, wherever a role needs it.</summary>
public static class ConfiguredProviders
{
    /// <summary>The section that holds one section per provider.</summary>
    public const string Section = "Providers";

    /// <summary>Key of the names that people chose for OpenAI-compatible providers of their own.</summary>
    public const string NamesKey = "OpenAiCompatible:Names";

    /// <summary>The section of the routes, each a list of models.</summary>
    public const string RoutingSection = "Routing";

    /// <summary>The model among NIM's free ones that serves where nothing else is configured.</summary>
    public const string DefaultModel = "nvidia_nim/z-ai/glm4.7";

    /// <summary>Every provider there is here: the built-in ones, and those with names of people's choice.</summary>
    public static ProviderCatalogue ProviderCatalogue(this IConfiguration configuration) =>
        new(Contracts.Providers.ProviderCatalogue.Names(configuration[NamesKey]));

    /// <summary>The providers with something to do: a key or a URL is configured, or a route leads to them.</summary>
    public static IReadOnlyList<ProviderDefinition> ProvidersInUse(this IConfiguration configuration)
    {
        var routed = Routes(configuration).Select(model => model.Provider).ToHashSet(StringComparer.Ordinal);
        return [.. configuration.ProviderCatalogue().All.Where(provider => routed.Contains(provider.Name) || IsConfigured(configuration, provider.Name))];
    }

    /// <summary>The models of a route such as <c>nvidia_nim/a, open_router/b</c>, in their order.</summary>
    /// <exception cref="FormatException">One is not <c>provider/model</c>.</exception>
    public static IReadOnlyList<ModelReference> Models(string list) =>
    [
        .. Contracts.Providers.ProviderCatalogue.Names(list).Select(text => ModelReference.TryParse(text, out var model)
            ? model
            : throw new FormatException($"'{text}' is not provider/model.")),
    ];

    private static bool IsConfigured(IConfiguration configuration, string provider) =>
        !string.IsNullOrEmpty(configuration[$"{Section}:{provider}:ApiKey"]) || !string.IsNullOrEmpty(configuration[$"{Section}:{provider}:BaseUrl"]);

    private static IEnumerable<ModelReference> Routes(IConfiguration configuration)
    {
        var lists = configuration.GetSection(RoutingSection).GetChildren().Select(route => route.Value).OfType<string>();
        if (string.IsNullOrEmpty(configuration[$"{RoutingSection}:Default"])) lists = lists.Append(DefaultModel);
        return lists.SelectMany(Models);
    }
}
