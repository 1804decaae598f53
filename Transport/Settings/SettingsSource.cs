namespace Pipeline.Transport.Settings;

/// <summary>Where settings are written: the environment, and a <c>.env</c> file behind it.</summary>
/// <param name="environment">The environment's variables; they win.</param>
/// <param name="file">The file's variables.</param>
public sealed class SettingsSource(IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> file)
{
    /// <summary>The process environment and <c>.env</c> in a directory.</summary>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static SettingsSource Read(string directory) =>
        new(ProcessEnvironment(), DotEnvFile.Read(Path.Combine(directory, ".env")));

    /// <summary>A variable's value, or null where it is unset or empty.</summary>
    public string? Value(string name) => NonEmpty(environment, name) ?? NonEmpty(file, name);

    /// <summary>The names of <see cref="SettingsTable.Unsupported"/> that have a value.</summary>
    public IReadOnlyList<string> UnsupportedNames() => [.. SettingsTable.Unsupported.Where(name => Value(name) is not null)];

    private static string? NonEmpty(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static Dictionary<string, string> ProcessEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        return variables;
    }
}
