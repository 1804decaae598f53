namespace Pipeline.Transport.Settings;

/// <summary>The configuration is wrong; each fault names its variable and the way to mend it.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults, Exception? cause = null)
    : Exception(string.Join(Environment.NewLine, faults), cause)
{
    /// <summary>Every mistake that was found, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
