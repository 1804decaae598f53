using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Pipeline.Contracts.Providers;
using Pipeline.Transport.Providers;

namespace Pipeline.Transport.Settings;

/// <summary>Brings the settings people know into .NET's configuration.</summary>
public static class SettingsExtensions
{
    private const string FaultsSection = "Settings:Faults";

    private static readonly string NamesVariable = SettingsTable.All.Single(setting => setting.Key == ConfiguredProviders.NamesKey).Name;

    /// <summary>
    /// Adds the variables of <see cref="SettingsTable"/> under their option keys: the environment first,
    /// then <c>.env</c>. An empty value counts as unset. The command line, already there, still wins.
    /// A value of the wrong format is left out and noted, to be reported with all others at start.
    /// </summary>
    public static IConfigurationBuilder AddPipelineSettings(this IConfigurationBuilder builder, SettingsSource source)
    {
        var providers = (builder as IConfiguration)?[ConfiguredProviders.NamesKey] is { Length: > 0 } names
            ? new ProviderCatalogue(Contracts.Providers.ProviderCatalogue.Names(names))
            : source.ProviderCatalogue();
        var table = SettingsTable.For(providers);
        var values =
            from setting in table
            let value = source.Value(setting.Name)
            where value is not null
            let fault = setting.Format.Fault(value)
            select fault is null
                ? KeyValuePair.Create(setting.Key, (string?)value)
                : KeyValuePair.Create($"{FaultsSection}:{setting.Name}", (string?)$"{setting.Name} {fault}");

        // Those with a name that will do are there, whatever else is wrong with the list.
        var known = KeyValuePair.Create(ConfiguredProviders.NamesKey, (string?)string.Join(',', providers.All.Except(Contracts.Providers.ProviderCatalogue.BuiltIn.All).Select(provider => provider.Name)));
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Where(value => value.Key != ConfiguredProviders.NamesKey).Append(known)).Sources[0];
        var commandLine = builder.Sources.OfType<CommandLineConfigurationSource>().FirstOrDefault();
        builder.Sources.Insert(commandLine is null ? builder.Sources.Count : builder.Sources.IndexOf(commandLine), settings);
        return builder;
    }

    /// <summary>Every provider there is by these settings.</summary>
    public static ProviderCatalogue ProviderCatalogue(this SettingsSource source) =>
        new(Contracts.Providers.ProviderCatalogue.Names(source.Value(NamesVariable)));

    /// <summary>Refuses option keys whose values no options class could be bound to, before one is.</summary>
    /// <exception cref="SettingsException">Lists every value of the wrong format.</exception>
    public static void RequireBindable(this IConfiguration configuration)
    {
        if (OptionKeyFaults(configuration).Any()) throw new SettingsException(configuration.FormatFaults());
    }

    /// <summary>
    /// Every value that is not of its setting's format, named by its variable, whether it came by that
    /// variable or under its option key. Values of secrets are not repeated.
    /// </summary>
    public static IReadOnlyList<string> FormatFaults(this IConfiguration configuration) =>
    [
        .. configuration.GetSection(FaultsSection).GetChildren().Select(fault => fault.Value!),
        .. OptionKeyFaults(configuration),
    ];

    private static IEnumerable<string> OptionKeyFaults(IConfiguration configuration) =>
        from setting in SettingsTable.For(configuration.ProviderCatalogue())
        let value = configuration[setting.Key]
        where !string.IsNullOrEmpty(value)
        let fault = setting.Format.Fault(value)
        where fault is not null
        select $"{setting.Name} ({setting.Key}) {fault}";
}
