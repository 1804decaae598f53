using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;
using TelegramPerson = Pipeline.TestKit.Telegram.TelegramPerson;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class SupergroupTests() : SupergroupScenarios(Backend.Files);

public sealed class SupergroupInDatabaseTests() : SupergroupScenarios(Backend.Database);

public abstract class SupergroupScenarios(Backend backend) : ViewTests(backend)
{
    private const long Group = -5, Supergroup = -100_500;

    private TelegramPerson Before => Telegram.Person(BotHost.Ann, Group);

    private TelegramPerson After => Telegram.Person(BotHost.Ann, Supergroup);

    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Messaging:GroupPerMinute", "1000")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_of_a_group_ends_in_the_supergroup_that_the_group_has_become(bool isTold)
    {
        Before.Writes("work");
        var run = await Host.Agents.RunAsync("work");
        await BotHost.SaysAsync(Before, "starting");

        Telegram.Upgrade(Group, Supergroup, isTold);
        await EndAsync(run, "It is done.");

        await BotHost.SaysAsync(After, "It is done.");
        await ClosedAsync(run);
        var shown = Assert.Single(After.Sees, message => message.IsFromBot);
        Assert.Null(shown.ReplyTo);
        After.Writes("and now?", replyTo: shown.Id);
        var next = await Host.Agents.RunAsync("and now?");
        Assert.Equal(run.TreeId, next.TreeId);
        await Host.Agents.EndAsync(next);
    }

    [Fact]
    public async Task What_was_chosen_and_left_off_in_a_group_holds_in_the_supergroup()
    {
        Before.Writes("/continue on");
        await BotHost.SaysAsync(Before, "On:");
        Before.Writes("first");
        var first = await Host.Agents.RunAsync("first");
        await EndAsync(first, "Done.");
        await Host.FinishedAsync(first);

        Telegram.Upgrade(Group, Supergroup);
        await Patience.UntilAsync(async () => await Host.Store.ReadAsync<TelegramChat>($"{Supergroup}", default) is { Continues: true }, "the settings to move");
        After.Writes("second");
        var second = await Host.Agents.RunAsync("second");

        Assert.Equal(first.TreeId, second.TreeId);
        After.Writes("/status");
        await BotHost.SaysAsync(After, "“second”: running for");
        After.Writes("/stop");
        await Host.NodeAsync(second.NodeId, NodeState.Stopped);
        After.Writes("/clear");
        await Host.NodeAsync(first.NodeId, NodeState.Cleared);
    }

    [Fact]
    public async Task The_bots_own_words_arrive_in_the_supergroup()
    {
        Telegram.Upgrade(Group, Supergroup, isTold: false);

        Before.Writes("/help");

        await BotHost.SaysAsync(After, "in your pocket");
    }
}
