using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Cli;

namespace Pipeline.Host.Tests.Startup;

/// <summary>The program as the way into Claude Code. Where the CLI itself does not matter, <c>env</c> shows what it would get.</summary>
public sealed class ClaudeVerbTests
{
    private static readonly Dictionary<string, string> ShowEnvironment = new() { ["CLAUDE_CLI_PATH"] = "env", ["PORT"] = "1" };

    [Fact]
    public async Task It_becomes_the_CLI_against_the_running_host()
    {
        await using var host = await HostProcess.StartAsync(["--demo", "--urls", "http://127.0.0.1:0"]);

        var (exitCode, output) = await HostProcess.RunToEndAsync(
            ["claude", "-p", "hello through the verb"],
            new() { ["CLAUDE_CLI_PATH"] = ClaudeExecutable.Find(), ["IS_SANDBOX"] = "1" },
            host.Directory);

        Assert.Equal(0, exitCode);
        Assert.Contains("hello through the verb", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:0")]
    public async Task It_finds_the_host_wherever_that_listens(string url)
    {
        await using var host = await HostProcess.StartAsync(["--urls", url]);

        var (exitCode, output) = await HostProcess.RunToEndAsync(["claude"], ShowEnvironment, host.Directory);

        Assert.Equal(0, exitCode);
        Assert.Contains($"ANTHROPIC_BASE_URL={host.Address.GetLeftPart(UriPartial.Authority)}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_finds_a_host_that_left_no_record_by_HOST_and_PORT()
    {
        await using var host = await HostProcess.StartAsync(["--urls", "http://[::1]:0"]);

        var (_, output) = await HostProcess.RunToEndAsync(
            ["claude"], new() { ["CLAUDE_CLI_PATH"] = "env", ["HOST"] = "::1", ["PORT"] = $"{host.Address.Port}" });

        Assert.Contains($"ANTHROPIC_BASE_URL={host.Address.GetLeftPart(UriPartial.Authority)}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"url\":5}")]
    [InlineData("{\"url\":\"nonsense\"}")]
    [InlineData("{\"url\":\"ftp://127.0.0.1:1\"}")]
    [InlineData("{\"url\":\"http://127.0.0.1:1\",\"pid\":1}")]
    public async Task A_record_that_is_stale_or_broken_counts_as_none(string record)
    {
        using var directory = new TemporaryDirectory("stale");
        Directory.CreateDirectory(Path.Combine(directory.Path, ".pipeline"));
        await File.WriteAllTextAsync(Path.Combine(directory.Path, ".pipeline", "host.json"), record);

        var (exitCode, output) = await HostProcess.RunToEndAsync(["claude"], ShowEnvironment, directory.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("Start one first", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_in_words()
    {
        await using var host = await HostProcess.StartAsync(["--urls", "http://127.0.0.1:0"]);
        var program = Path.Combine(host.Directory, "claude");
        await File.WriteAllTextAsync(program, "no program");

        var (exitCode, output) = await HostProcess.RunToEndAsync(["claude"], new() { ["CLAUDE_CLI_PATH"] = program }, host.Directory);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{program} could not be started", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
