using System.Text.RegularExpressions;
using Pipeline.Compose.Tests.Declared;
using Pipeline.Compose.Tests.Running;
using Pipeline.TestKit;
using Pipeline.Transport.Settings;

namespace Pipeline.Compose.Tests;

/// <summary>What people write for compose: .env, after .env.example.</summary>
public sealed partial class EnvironmentFileTests
{
    // What has a fixed value in a container, or no meaning there.
    private static readonly string[] NotForCompose = ["HOST", "RABBITMQ_URL", "DATABASE_URL", "SHUTDOWN_DRAIN", "PIPELINE_STATE_DIR", "CLAUDE_CLI_PATH", "CLAUDE_WORKSPACE", "INGRESS_URL"];

    private static readonly string Example = File.ReadAllText(Path.Combine(RepositoryRoot.Path, ".env.example"));

    [Fact]
    public void The_example_has_every_variable_of_compose_and_no_other() =>
        Assert.Equal(Interpolation.Names(ComposeFile.Text).Order(), ExampleNames(".*").Order());

    [Fact]
    public void What_compose_cannot_do_without_is_what_the_example_asks_for() =>
        Assert.Equal(Interpolation.RequiredNames(ComposeFile.Text).Order(), ExampleNames("[A-Z]").Order());

    [Fact]
    public void Every_setting_can_be_set_for_compose() =>
        Assert.Equal(
            SettingsTable.General.Select(setting => setting.Name).Except(NotForCompose).Order(),
            Interpolation.Names(ComposeFile.Text).Intersect(SettingsTable.General.Select(setting => setting.Name)).Order());

    [Fact]
    public void What_only_one_provider_needs_has_a_file_that_need_not_be_there() =>
        Assert.All(
            ["workers-nim", "workers-deadletters", "dead-letters"],
            name => Assert.Equal(("providers.env", false), ComposeFile.Read().Services[name].EnvFile.Select(file => (file.Path, file.Required)).Single()));

    [Fact]
    public void The_examples_values_are_the_defaults()
    {
        foreach (Match line in Line().Matches(Example).Where(match => match.Groups["value"].Value.Length > 0))
            Assert.Equal(SettingsTable.All.Single(setting => setting.Name == line.Groups["name"].Value).Default, line.Groups["value"].Value);
    }

    [Fact]
    public void No_secret_gets_into_an_image()
    {
        var files = BuildContext.Files();

        Assert.Contains("Ingress.Api/Program.cs", files);
        Assert.DoesNotContain(files, file => Path.GetFileName(file).StartsWith(".env", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.StartsWith(".git/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains("/bin/", StringComparison.Ordinal) || file.Contains("/obj/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> ExampleNames(string beginning) =>
        Line().Matches(Example).Where(match => Regex.IsMatch(match.Value, $"^{beginning}", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("^#?(?<name>[A-Z_]+)=(?<value>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
