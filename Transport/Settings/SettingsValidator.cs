using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Pipeline.Transport.Settings;

/// <summary>
/// Checks the whole configuration before anything starts. It reads the raw values, not bound options,
/// so that one wrong value does not hide the next.
/// </summary>
internal sealed class SettingsValidator(IConfiguration configuration, IEnumerable<IConfigurationRule> rules) : IStartupValidator
{
    /// <exception cref="SettingsException">Lists every mistake.</exception>
    public void Validate()
    {
        List<string> faults = [.. configuration.FormatFaults(), .. rules.SelectMany(rule => rule.Faults())];
        if (faults.Count > 0) throw new SettingsException(faults);
    }
}
