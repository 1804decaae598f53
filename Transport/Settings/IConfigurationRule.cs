namespace Pipeline.Transport.Settings;

/// <summary>A check of the configuration that looks at more than one value's format.</summary>
public interface IConfigurationRule
{
    /// <summary>What is wrong, a sentence each with the variable's name; nothing where all is well.</summary>
    IEnumerable<string> Faults();
}
