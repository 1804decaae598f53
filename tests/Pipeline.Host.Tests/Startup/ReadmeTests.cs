using Pipeline.TestKit;
using Pipeline.Transport.Settings;

namespace Pipeline.Host.Tests.Startup;

public sealed class ReadmeTests
{
    public static TheoryData<string> Settings => [.. SettingsTable.All.Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_setting_is_in_the_configuration_table(string name)
    {
        var setting = SettingsTable.All.Single(setting => setting.Name == name);
        var row = $"| `{name}` | `{setting.Key}` | {(setting.Default.Length > 0 ? setting.Default + " " : "")}| {setting.Meaning} |";
        Assert.Contains(row, await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "README.md")), StringComparison.Ordinal);
    }
}
