using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers.OpenAiCompatible;

namespace Pipeline.Contracts.Providers;

/// <summary>Every provider that a model can be chosen from.</summary>
public sealed partial class ProviderCatalogue
{
    // Each is a class in a folder of its own, and that is all there is to adding one.
    private static readonly List<ProviderDefinition> BuiltInProviders =
    [
        .. typeof(ProviderDefinition).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ProviderDefinition)))
            .Select(type => (ProviderDefinition)Activator.CreateInstance(type)!)
            .OrderBy(provider => provider.Order),
    ];

    // Their settings would be other ones' too, such as HTTP_READ_TIMEOUT, or the client's.
    private static readonly string[] Reserved =
        ["anthropic", "claude", "database", "http", "messaging", "model", "pipeline", "provider", "rabbitmq", "request", "telegram", "transcription"];

    private readonly Dictionary<string, ProviderDefinition> _byName;

    /// <param name="names">Names that people chose for OpenAI-compatible providers of their own.</param>
    public ProviderCatalogue(IEnumerable<string> names)
    {
        var chosen = names.Where(name => NameFault(name) is null).Distinct(StringComparer.Ordinal).Select(name => new OpenAiCompatibleProvider(name));
        All = [.. BuiltInProviders, .. chosen];
        _byName = All.ToDictionary(provider => provider.Name, StringComparer.Ordinal);
    }

    /// <summary>Those that need no choice of a name.</summary>
    public static ProviderCatalogue BuiltIn { get; } = new([]);

    /// <summary>Every provider, in the order in which people are told.</summary>
    public IReadOnlyList<ProviderDefinition> All { get; }

    /// <summary>The names in a comma-separated list.</summary>
    public static IEnumerable<string> Names(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is wrong with a name of a person's choice, for the end of a sentence; null where nothing is.</summary>
    public static string? NameFault(string name) =>
        !NameForm().IsMatch(name) ? $"'{name}' is no name for a provider; it takes small letters, digits and underscores, beginning with a letter"
        : BuiltInProviders.Exists(provider => provider.Name == name || provider.SettingPrefix.Equals(name, StringComparison.OrdinalIgnoreCase)) ? $"'{name}' is the name of a provider that is there already"
        : Reserved.Contains(name) ? $"'{name}' begins other settings; choose another name"
        : null;

    /// <summary>The provider of that name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ProviderDefinition? provider) => _byName.TryGetValue(name, out provider);

    /// <summary>The provider of that name.</summary>
    /// <exception cref="ArgumentException">There is none here.</exception>
    public ProviderDefinition Find(string name) => TryFind(name, out var provider) ? provider : throw new ArgumentException($"There is no provider {name} here.", nameof(name));

    /// <summary>Reads <c>provider/model</c>; false where the provider is none of these or the model is empty.</summary>
    public bool TryParse(string? text, out ModelReference reference) =>
        ModelReference.TryParse(text, out reference) && _byName.ContainsKey(reference.Provider);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();
}
