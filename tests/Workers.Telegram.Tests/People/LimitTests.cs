using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.People;

public sealed class LimitTests : BotTests
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:Limits:PerMinute", "2")];

    [Fact]
    public async Task A_person_beyond_their_limit_is_told_once_and_others_go_on()
    {
        Ann.Writes("one");
        Ann.Writes("two");
        await Host.Agents.RunAsync("two");
        await Host.HandledAsync();

        await RestartAsync();
        Ann.Writes("three");
        Ann.Writes("four");
        var bob = Telegram.Person(BotHost.Bob);
        bob.Writes("mine");

        await Host.Agents.RunAsync("mine");
        await BotHost.SaysAsync(Ann, "Give me a moment");
        await Host.HandledAsync();
        Assert.Single(Ann.Sees, message => message.IsFromBot);
        Assert.DoesNotContain(Host.Agents.Runs, run => run.Prompt is "three" or "four");
    }

    [Fact]
    public async Task Commands_and_what_is_refused_do_not_count()
    {
        foreach (var command in (string[])["/help", "/usage", "/status", "/stats"]) Ann.Writes(command);
        Ann.Writes("one");
        Ann.Writes("two");
        await Host.Agents.RunAsync("two");
        Ann.Writes("/usage");

        await Patience.UntilAsync(() => Task.FromResult(Ann.Sees.Any(message => message.Text.Contains("last minute: 2 of 2 used, 0 left", StringComparison.Ordinal))));
    }
}
