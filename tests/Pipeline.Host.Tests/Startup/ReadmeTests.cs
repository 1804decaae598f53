using Pipeline.Contracts.Providers;
using Pipeline.TestKit;
using Pipeline.Transport.Providers;
using Pipeline.Transport.Settings;

namespace Pipeline.Host.Tests.Startup;

public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md"));

    public static TheoryData<string> Settings => [.. SettingsTable.General.Select(setting => setting.Name)];

    public static TheoryData<string> ProviderTemplates => [.. ProviderSettings.Templates.Select(setting => setting.Name)];

    public static TheoryData<string> Providers => [.. ProviderCatalogue.BuiltIn.All.Select(provider => provider.Name)];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_is_in_the_configuration_table(string name)
    {
        var setting = SettingsTable.General.Single(setting => setting.Name == name);

        Assert.Contains(Row(setting.Name, setting.Key, setting), Readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ProviderTemplates))]
    public void Every_setting_that_all_providers_have_is_in_a_table_of_its_own(string name)
    {
        var setting = ProviderSettings.Templates.Single(setting => setting.Name == name);

        Assert.Contains(Row(name.Replace("{0}", "…", StringComparison.Ordinal), $"Providers:NAME:{setting.Key}", setting), Readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_provider_is_in_the_table_of_providers(string name)
    {
        var provider = ProviderCatalogue.BuiltIn.Find(name);

        Assert.Contains($"| `{name}` | `{provider.SettingPrefix}_` | {provider.BaseUrl ?? "as `OPENAI_COMPATIBLE_BASE_URL` says"} |", Readme, StringComparison.Ordinal);
    }

    private static string Row(string name, string key, Setting setting) =>
        $"| `{name}` | `{key}` | {(setting.Default.Length > 0 ? setting.Default + " " : "")}| {setting.Meaning} |";
}
