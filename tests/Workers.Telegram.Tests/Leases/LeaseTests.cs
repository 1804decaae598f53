using Microsoft.Extensions.Options;
using Pipeline.Persistence.Coordination;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.Leases;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Leases;

public sealed class LeaseTests : SharedBotTests
{
    [Fact]
    public async Task One_of_two_workers_polls_and_when_it_goes_the_other_does_and_nothing_is_lost()
    {
        var ann = Telegram.Person(BotHost.Ann);
        await using var other = await StartAsync();
        await other.Log.SaysAsync("speaks for the bot");
        await using var waiting = await StartAsync();
        ann.Writes("one");
        await EitherRunsAsync(other, waiting, "one");
        Assert.DoesNotContain("speaks for the bot", waiting.Log.Text, StringComparison.Ordinal);

        await other.StopAsync();
        ann.Writes("two");

        await EitherRunsAsync(waiting, waiting, "two");
        Assert.DoesNotContain("Another program fetches", waiting.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_vanishes_without_a_word_is_followed_when_its_lease_ends()
    {
        await using var host = await BotHost.StartAsync(Telegram, Place, [new("Telegram:BotToken", "55:other")]);
        var documents = host.Get<ISharedDocuments>();
        var (gone, next) = (Lease(documents), Lease(documents));
        Assert.True(await gone.TryTakeAsync(default));
        Assert.True(await gone.TryTakeAsync(default));
        Assert.False(await next.TryTakeAsync(default));

        await Patience.UntilAsync(() => next.TryTakeAsync(default));

        Assert.False(await gone.TryTakeAsync(default));
        await gone.ReleaseAsync(default);
        Assert.True(await next.TryTakeAsync(default));
        await next.ReleaseAsync(default);
        Assert.True(await gone.TryTakeAsync(default));
    }

    // Which of them gets the command for agents is the broker's choice.
    private static Task EitherRunsAsync(BotHost one, BotHost other, string prompt) =>
        Patience.UntilAsync(() => Task.FromResult(one.Agents.Runs.Concat(other.Agents.Runs).Any(run => run.Prompt == prompt)), prompt);

    private static BotLease Lease(ISharedDocuments documents) =>
        new(new BotIdentity(Options.Create(new TelegramBotOptions { BotToken = "1:a" })), new WorkerInstance(), documents);
}
