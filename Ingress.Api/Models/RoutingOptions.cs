using Pipeline.Transport.Providers;

namespace Pipeline.Ingress.Models;

/// <summary>
/// Which models serve which Claude model: <c>provider/model</c>, and behind a comma those that serve where it fails.
/// Section <c>Routing</c>.
/// </summary>
public sealed class RoutingOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = ConfiguredProviders.RoutingSection;

    /// <summary>Serves what no other property names.</summary>
    public string Default { get; set; } = ConfiguredProviders.DefaultModel;

    /// <summary>Serves Claude models with <c>opus</c> in their name; null: as <see cref="Default"/>.</summary>
    public string? Opus { get; set; }

    /// <summary>Serves Claude models with <c>sonnet</c> in their name; null: as <see cref="Default"/>.</summary>
    public string? Sonnet { get; set; }

    /// <summary>Serves Claude models with <c>haiku</c> in their name; null: as <see cref="Default"/>.</summary>
    public string? Haiku { get; set; }
}
