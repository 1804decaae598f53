using FsCheck;
using FsCheck.Fluent;
using Pipeline.Workers.Optimizer.CommandPrefixes;

namespace Pipeline.Workers.Optimizer.Tests.CommandPrefixes;

public sealed class CommandPrefixTests
{
    private static readonly string[] Pieces =
    [
        "git", "status", "npm", "run", "\"", "'", "\\", "`", "$(", "${", "}", ")", "(", "<(", "|", "&&", ";", "\n", " ", " ", " ", "FOO=bar", "sudo", "env", "-x", ">", "2>&1", "#", "é", "🦊", "$'", "@P", "a.txt",
    ];

    public static TheoryData<string, string> Examples => PrefixTable.Of(PrefixTable.PolicyExamples);

    public static TheoryData<string, string> Commands => PrefixTable.Of(PrefixTable.Commands);

    public static TheoryData<string> Hidden => [.. PrefixTable.Hidden];

    public static TheoryData<string> WithoutPrefix => [.. PrefixTable.WithoutPrefix];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_policys_own_examples_hold(string command, string prefix) => Assert.Equal(prefix, CommandPrefix.Of(command));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_prefix_names_the_action_without_what_it_acts_on(string command, string prefix) => Assert.Equal(prefix, CommandPrefix.Of(command));

    [Theory]
    [MemberData(nameof(Hidden))]
    public void What_may_run_more_than_its_beginning_shows_is_told(string command) => Assert.Equal("command_injection_detected", CommandPrefix.Of(command));

    [Theory]
    [MemberData(nameof(WithoutPrefix))]
    public void In_doubt_there_is_no_prefix(string command) => Assert.Equal("none", CommandPrefix.Of(command));

    [Fact]
    public void Any_prefix_is_the_beginning_of_its_command() => Prop
        .ForAll(Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary(), IsBeginning)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void No_substitution_outside_single_quotes_gets_a_prefix() => Prop
        .ForAll(Gen.Elements("git status", "ls -la", "npm test --x", "FOO=1 cat a").ToArbitrary(), Gen.Elements("$(id)", "`id`", "<(id)", "\"$(id)\"", "\"`id`\"", "${x:-$(id)}", "${x:-`id`}", "\nid").ToArbitrary(),
            (command, hidden) => CommandPrefix.Of($"{command} {hidden}") == CommandPrefix.Injection)
        .QuickCheckThrowOnFailure();

    private static bool IsBeginning(string command) =>
        CommandPrefix.Of(command) is var prefix
        && (prefix is CommandPrefix.None or CommandPrefix.Injection || (prefix.Length > 0 && command.Trim().StartsWith(prefix, StringComparison.Ordinal)));
}
