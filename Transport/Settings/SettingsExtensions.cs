using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;

namespace Pipeline.Transport.Settings;

/// <summary>Brings the settings people know into .NET's configuration.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Adds the variables of <see cref="SettingsTable"/> under their option keys: the environment first,
    /// then <c>.env</c>. An empty value counts as unset. The command line, already there, still wins.
    /// </summary>
    /// <exception cref="SettingsException">The <c>.env</c> file cannot be read.</exception>
    public static IConfigurationBuilder AddPipelineSettings(this IConfigurationBuilder builder, SettingsSource source)
    {
        var values = SettingsTable.All
            .Select(setting => KeyValuePair.Create(setting.Key, source.Value(setting.Name)))
            .Where(pair => pair.Value is not null);

        var settings = new ConfigurationBuilder().AddInMemoryCollection(values).Sources[0];
        var commandLine = builder.Sources.OfType<CommandLineConfigurationSource>().FirstOrDefault();
        builder.Sources.Insert(commandLine is null ? builder.Sources.Count : builder.Sources.IndexOf(commandLine), settings);
        return builder;
    }

    /// <summary>Every value that is not of its setting's format, named by its variable. Values of secrets are not repeated.</summary>
    public static IReadOnlyList<string> FormatFaults(this IConfiguration configuration) =>
    [
        .. from setting in SettingsTable.All
           let value = configuration[setting.Key]
           where !string.IsNullOrEmpty(value)
           let fault = setting.Format.Fault(value)
           where fault is not null
           select $"{setting.Name} {fault}",
    ];
}
