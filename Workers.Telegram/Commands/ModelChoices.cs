using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Pipeline.Transport.Providers;

namespace Pipeline.Workers.Telegram.Commands;

/// <summary>The models that are configured, among which a chat may choose.</summary>
internal sealed class ModelChoices(IConfiguration configuration)
{
    private static readonly string[] Routes = ["Default", "Opus", "Sonnet", "Haiku"];

    // Beside its prefix, a button has room for so much.
    private const int KeyLength = 16;

    /// <summary>All of them, as Claude Code is told of them.</summary>
    public IReadOnlyList<string> Models { get; } =
    [
        .. Routes.SelectMany(route => ConfiguredProviders.Models(Route(configuration, route))).Select(model => model.ToString()).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The one that is asked where nothing is chosen.</summary>
    public string Configured => Models[0];

    /// <summary>The model of a key; null where it is not among them.</summary>
    public string? Find(string key) => Models.FirstOrDefault(model => KeyOf(model) == key);

    /// <summary>A short name of a model that stays what it is when others come and go.</summary>
    public static string KeyOf(string model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..KeyLength];

    private static string Route(IConfiguration configuration, string route) =>
        configuration[$"{ConfiguredProviders.RoutingSection}:{route}"] is { Length: > 0 } models ? models : route == Routes[0] ? ConfiguredProviders.DefaultModel : "";
}
