using Pipeline.Contracts;

namespace Pipeline.Transport.Settings;

/// <summary>The configuration is wrong; each fault names its variable and the way to mend it.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults, Exception? cause = null)
    : OperatorException(Sentences(faults), cause)
{
    /// <summary>Every mistake that was found, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    private static string Sentences(IReadOnlyList<string> faults) => faults is [var only]
        ? only
        : string.Join($"{Environment.NewLine}  ", ["The configuration is wrong:", .. faults]);
}
