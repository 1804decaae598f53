using Pipeline.Contracts.CliTasks;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class TakeoverTests : SharedBotTests
{
    [Fact]
    public async Task Of_two_workers_one_shows_and_when_it_goes_the_other_goes_on_with_the_same_messages()
    {
        var ann = Telegram.Person(BotHost.Ann);
        await using var one = await StartAsync(showsWork: true);
        await one.Log.SaysAsync("speaks for the bot");
        await using var other = await StartAsync(showsWork: true);
        ann.Writes("work");
        var run = await RunAsync(one, other);
        var live = await BotHost.SaysAsync(ann, "starting");

        await one.StopAsync();
        await other.Agents.EndAsync(run, text: "All is well.");

        var end = await BotHost.SaysAsync(ann, "All is well.");
        Assert.Equal(live.Id, end.Id);
        Assert.Single(ann.Sees, message => message.IsFromBot);
    }

    // Which of them gets the command for agents is the broker's choice.
    private static async Task<RunCliTask> RunAsync(BotHost one, BotHost other)
    {
        RunCliTask? run = null;
        await Patience.UntilAsync(() => Task.FromResult((run = one.Agents.Runs.Concat(other.Agents.Runs).FirstOrDefault()) is not null), "the run");
        return run!;
    }
}
