namespace Pipeline.Transport.Settings;

/// <summary>A setting that people write in the environment or in <c>.env</c>.</summary>
/// <param name="Name">Name of the environment variable.</param>
/// <param name="Key">Key of the .NET option that it sets.</param>
/// <param name="Format">What a value must look like.</param>
/// <param name="Default">Default as the options class has it, in words for people.</param>
/// <param name="Meaning">One sentence for the configuration table.</param>
public sealed record Setting(string Name, string Key, SettingFormat Format, string Default, string Meaning);
