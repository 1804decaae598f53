using Microsoft.Extensions.Configuration;
using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;
using Pipeline.Transport.Settings;

namespace Pipeline.Workers.Nim.Providers;

/// <summary>A route that leads to a provider of which nobody knows where it is would fail at every request.</summary>
internal sealed class RoutedProviders(IConfiguration configuration, ProviderCatalogue catalogue) : IConfigurationRule
{
    public IEnumerable<string> Faults() =>
        from route in SettingsTable.General
        where route.Key.StartsWith($"{ConfiguredProviders.RoutingSection}:", StringComparison.Ordinal)
        from text in ProviderCatalogue.Names(configuration[route.Key])
        where catalogue.TryParse(text, out _)
        let provider = catalogue.Find(text[..text.IndexOf('/', StringComparison.Ordinal)])
        where provider.BaseUrl is null && string.IsNullOrEmpty(configuration[$"{ProviderOptions.Section}:{provider.Name}:BaseUrl"])
        select $"{provider.SettingPrefix}_BASE_URL is not set, but {route.Name} leads to {text}: say where it is, such as https://example.com/v1";
}
