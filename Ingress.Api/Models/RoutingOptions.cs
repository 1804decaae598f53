using Pipeline.Contracts.Models;

namespace Pipeline.Ingress.Models;

/// <summary>Which model serves which Claude model, each as <c>provider/model</c>. Section <c>Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Routing";

    /// <summary>The model among NIM's free ones that serves where nothing else is configured.</summary>
    public const string DefaultModel = ProviderNames.NvidiaNim + "/z-ai/glm4.7";

    /// <summary>Serves what no other property names.</summary>
    public string Default { get; set; } = DefaultModel;

    /// <summary>Serves Claude models with <c>opus</c> in their name; null: as <see cref="Default"/>.</summary>
    public string? Opus { get; set; }

    /// <summary>Serves Claude models with <c>sonnet</c> in their name; null: as <see cref="Default"/>.</summary>
    public string? Sonnet { get; set; }

    /// <summary>Serves Claude models with <c>haiku</c> in their name; null: as <see cref="Default"/>.</summary>
    public string? Haiku { get; set; }
}
