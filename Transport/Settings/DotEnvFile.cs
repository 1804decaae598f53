using DotNetEnv;

namespace Pipeline.Transport.Settings;

/// <summary>Reads a <c>.env</c> file without touching the process environment.</summary>
internal static class DotEnvFile
{
    /// <summary>The file's variables; empty where there is no file.</summary>
    /// <exception cref="SettingsException">The file cannot be read or is not of the form <c>NAME=value</c>.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path)) return new Dictionary<string, string>(StringComparer.Ordinal);

        try
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in Env.NoEnvVars().Load(path)) variables[name] = value;
            return variables;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path} cannot be read: {fault.Message}"], fault);
        }
        catch (Sprache.ParseException)
        {
            // The parser's message may quote the line, and the line may hold a key.
            throw new SettingsException([$"{path} is not a list of NAME=value lines; look for an unclosed quote or a line without '='"]);
        }
    }
}
