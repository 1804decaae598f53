using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State;

/// <summary>What state transactions promise, wherever state is kept.</summary>
public abstract class StateTests : IAsyncLifetime
{
    /// <summary>The clock of every host.</summary>
    protected ManualTime Time { get; } = new();

    /// <summary>Settings that name the place where this test's hosts keep their state.</summary>
    protected abstract IReadOnlyDictionary<string, string?> Settings { get; }

    [Fact]
    public async Task A_message_that_is_delivered_twice_has_one_effect()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await host.DepositAsync("a", 5, id);
        await host.Receipts.UntilAsync("deposits", 1);
        await host.DepositAsync("a", 5, id);
        await host.Receipts.UntilAsync("deposits", 2);

        Assert.Empty(host.Receipts.Faults);
        Assert.Equal(5, await host.BalanceAsync("a"));
        Assert.Equal(3, (await host.Observations.UntilAsync(3)).Count);
    }

    [Fact]
    public async Task A_message_that_is_delivered_ten_times_at_once_has_one_effect()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.DepositAsync("a", 5, id)));
        await host.Receipts.UntilAsync("deposits", 10);

        Assert.Empty(host.Receipts.Faults);
        Assert.Equal(5, await host.BalanceAsync("a"));
    }

    [Fact]
    public async Task A_consumer_that_throws_leaves_no_state_and_sends_nothing()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await host.DepositAsync("a", -1, id);
        await host.Receipts.UntilAsync("deposits", 1);

        Assert.IsType<InvalidOperationException>(Assert.Single(host.Receipts.Faults));
        Assert.Null(await host.BalanceAsync("a"));

        // A marker passes everything that would have been sent before it.
        await host.DepositAsync("b", 1);
        await host.Observations.UntilAsync(3);
        Assert.DoesNotContain(host.Observations.All.OfType<Deposited>(), deposited => deposited.Account == "a");
    }

    [Fact]
    public async Task A_message_whose_consumer_threw_has_its_effect_when_it_is_delivered_again()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await host.DepositAsync("a", -1, id);
        await host.Receipts.UntilAsync("deposits", 1);
        await host.DepositAsync("a", 7, id);
        await host.Receipts.UntilAsync("deposits", 2);

        Assert.Equal(7, await host.BalanceAsync("a"));
    }

    [Fact]
    public async Task Of_a_hundred_messages_at_once_to_one_saga_none_is_lost()
    {
        await using var host = await StartAsync();
        var counter = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.IncrementAsync(counter)));
        await host.Receipts.UntilAsync("counters", 100);

        Assert.Empty(host.Receipts.Faults);
        Assert.Equal(100, (await host.Store.ReadAsync<Counter>(counter, default))!.Count);
        var counts = (await host.Observations.UntilAsync(100)).OfType<Counted>().Select(counted => counted.Count);
        Assert.Equal(Enumerable.Range(1, 100), counts.Order());
    }

    [Fact]
    public async Task A_saga_is_gone_once_it_is_complete()
    {
        await using var host = await StartAsync();
        Guid[] counters = [Guid.NewGuid(), Guid.NewGuid()];
        foreach (var counter in new[] { counters[0], counters[0], counters[1] }) await host.IncrementAsync(counter);
        await host.Receipts.UntilAsync("counters", 3);
        await host.SendAsync("counters", new Finish(counters[0]), messageId: null);
        await host.Receipts.UntilAsync("counters", 4);

        Assert.Null(await host.Store.ReadAsync<Counter>(counters[0], default));
        Assert.Equal(1, Assert.Single(await host.Store.ReadAllAsync<Counter>(_ => true, default)).Count);
    }

    [Fact]
    public async Task What_a_consumer_sends_arrives_in_the_order_in_which_it_was_sent()
    {
        await using var host = await StartAsync();
        for (var round = 0; round < 10; round++) await host.DepositAsync($"{round}", 1);

        var numbers = (await host.Observations.UntilAsync(30)).Cast<Deposited>().GroupBy(deposited => deposited.Account, deposited => deposited.Number);
        Assert.All(numbers, account => Assert.Equal([1, 2, 3], account));
    }

    [Fact]
    public async Task What_a_crash_kept_from_being_sent_is_sent_by_the_next_host_and_once()
    {
        await using (var crashing = await StartAsync(sending: false))
        {
            await crashing.DepositAsync("a", 5);
            await crashing.Receipts.UntilAsync("deposits", 1);
            Assert.Empty(crashing.Observations.All);
        }

        Time.Advance(TimeSpan.FromSeconds(11));
        await using var host = await StartAsync();
        var observed = await host.Observations.UntilAsync(3);
        Time.Advance(TimeSpan.FromSeconds(11));
        await host.DepositAsync("marker", 1);

        observed = await host.Observations.UntilAsync(6);
        Assert.Equal([1, 2, 3, 1, 2, 3], observed.Cast<Deposited>().Select(deposited => deposited.Number));
    }

    [Fact]
    public async Task What_could_not_be_sent_is_sent_once_the_transport_works_again()
    {
        await using var host = await StartAsync(sending: false);
        await host.DepositAsync("a", 5);
        await host.Log.SaysAsync("could not be sent now");
        host.Sends.AreBroken = false;
        Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal([1, 2, 3], (await host.Observations.UntilAsync(3)).Cast<Deposited>().Select(deposited => deposited.Number));
    }

    [Fact]
    public async Task A_restart_keeps_state_and_inbox()
    {
        var id = Guid.NewGuid();
        var counter = Guid.NewGuid();
        await using (var first = await StartAsync())
        {
            await first.DepositAsync("a", 5, id);
            await first.IncrementAsync(counter);
            await first.Receipts.UntilAsync("deposits", 1);
            await first.Receipts.UntilAsync("counters", 1);
        }

        await using var second = await StartAsync();
        await second.DepositAsync("a", 5, id);
        await second.IncrementAsync(counter);
        await second.Receipts.UntilAsync("deposits", 1);
        await second.Receipts.UntilAsync("counters", 1);

        Assert.Equal(5, await second.BalanceAsync("a"));
        Assert.Equal(2, (await second.Store.ReadAsync<Counter>(counter, default))!.Count);
    }

    [Fact]
    public async Task Transactions_that_wait_for_each_other_both_succeed()
    {
        await using var host = await StartAsync();
        await host.DepositAsync("a", 10);
        await host.DepositAsync("b", 20);
        await host.Receipts.UntilAsync("deposits", 2);
        await Task.WhenAll(host.SendAsync("transfers", new Transfer("a", "b"), null), host.SendAsync("transfers", new Transfer("b", "a"), null));
        await host.Receipts.UntilAsync("transfers", 2);

        Assert.Empty(host.Receipts.Faults);
        Assert.Equal((10, 20), (await host.BalanceAsync("a"), await host.BalanceAsync("b")));
    }

    [Fact]
    public async Task A_change_outside_a_message_is_stored_with_what_it_sends_or_neither_is()
    {
        await using var host = await StartAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.ChangeAsync(
            async change =>
            {
                await change.TryAddAsync(new Account { Name = "a", Balance = 1 }, default);
                await change.SendAsync(new Uri("exchange:observer"), new Deposited("a", 1, 1), default);
                throw new InvalidOperationException();
            },
            default));
        await host.Store.ChangeAsync(
            async change =>
            {
                await change.TryAddAsync(new Account { Name = "b", Balance = 2 }, default);
                await change.SendAsync(new Uri("exchange:observer"), new Deposited("b", 2, 1), default);
            },
            default);

        Assert.Equal("b", Assert.IsType<Deposited>(Assert.Single(await host.Observations.UntilAsync(1))).Account);
        Assert.Null(await host.BalanceAsync("a"));
        Assert.Equal(2, await host.BalanceAsync("b"));
    }

    [Fact]
    public async Task A_message_is_forgotten_once_no_duplicate_of_it_can_come()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await host.DepositAsync("a", 5, id);
        await host.Observations.UntilAsync(3);
        Time.Advance(TimeSpan.FromDays(15));
        await UntilForgottenAsync(host, id);

        Assert.Equal(5, await host.BalanceAsync("a"));
    }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>Starts a host; while it does not send, its transport refuses what the outbox sends.</summary>
    private protected Task<StateHost> StartAsync(bool observing = true, bool sending = true) => StateHost.StartAsync(Settings, Time, observing, sending).Soon();

    // The duplicate that tells has its effect: a message that is remembered leaves the balance alone.
    private static async Task UntilForgottenAsync(StateHost host, Guid id)
    {
        var receipts = 1;
        do
        {
            await host.DepositAsync("a", 0, id);
            await host.Receipts.UntilAsync("deposits", ++receipts);
        }
        while (host.Observations.All.Count == 3 && receipts < 10_000);
        await host.Observations.UntilAsync(6);
    }
}
