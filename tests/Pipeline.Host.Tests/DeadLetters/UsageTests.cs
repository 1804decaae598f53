using Pipeline.Host.Tests.Hosting;

namespace Pipeline.Host.Tests.DeadLetters;

/// <summary>The verbs as a person meets them.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("ID, --queue QUEUE or --all", "replay")]
    [InlineData("ID, --queue QUEUE or --all", "replay", "1ng37dt-ycc7", "--all")]
    [InlineData("--model is 'gpt', which is not of the form provider/owner/name", "replay", "--all", "--model", "gpt")]
    [InlineData("'ID'", "show")]
    [InlineData("'--sideways'", "list", "--sideways")]
    [InlineData("Required command", "--")]
    public async Task Wrong_usage_is_told_and_ends_with_2(string told, params string[] arguments)
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "1ng37dt-ycc7")]
    [InlineData("show", "nonsense")]
    [InlineData("discard", "1ng37dt-ycc7")]
    [InlineData("replay", "1ng37dt-ycc7")]
    [InlineData("replay", "--all")]
    public async Task What_is_not_there_ends_with_1(params string[] arguments) =>
        Assert.Equal(1, (await HostProcess.RunToEndAsync(["dead-letters", .. arguments])).ExitCode);

    [Fact]
    public async Task A_list_of_none_is_no_failure() =>
        Assert.Equal((0, "There are no dead letters."), await HostProcess.RunToEndAsync(["dead-letters", "list"]));

    [Fact]
    public async Task Help_names_every_verb_and_the_exit_codes()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", "--help"]);

        Assert.Equal(0, exitCode);
        Assert.All(["list", "show <ID>", "replay <ID>", "discard <ID>", "Exit codes"], words => Assert.Contains(words, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_in_a_sentence()
    {
        var (exitCode, output) = await HostProcess.RunToEndAsync(["dead-letters", "list"], new()
        {
            ["RABBITMQ_URL"] = "amqp://127.0.0.1:1/",
            ["DATABASE_URL"] = "postgres://me:hidden@127.0.0.1:1/pipeline",
        });

        Assert.Equal(1, exitCode);
        Assert.Contains("DATABASE_URL: the database cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
