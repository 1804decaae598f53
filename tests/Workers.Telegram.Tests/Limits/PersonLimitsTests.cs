using Microsoft.Extensions.Options;
using Pipeline.Persistence.State;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Limits;

public sealed class PersonLimitsTests
{
    private const long Person = 7_000_000_001;

    private readonly ManualTime _time = new();

    [Theory, EachBackend]
    public async Task The_eleventh_message_of_a_minute_waits_until_the_first_is_a_minute_old(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var limits = Limits(await place.OpenAsync(_time));
        for (var message = 0; message < 10; message++)
        {
            Assert.True((await limits.TakeAsync(Person, default)).IsTaken);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        var refused = await limits.TakeAsync(Person, default);

        Assert.Equal((false, TimeSpan.FromSeconds(40)), (refused.IsTaken, refused.Wait));
        Assert.True((await limits.TakeAsync(Person + 1, default)).IsTaken);
        _time.Advance(refused.Wait);
        Assert.True((await limits.TakeAsync(Person, default)).IsTaken);
        Assert.False((await limits.TakeAsync(Person, default)).IsTaken);
    }

    [Theory, EachBackend]
    public async Task A_restart_forgets_no_message(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var before = Limits(await place.OpenAsync(_time));
        for (var message = 0; message < 10; message++) await before.TakeAsync(Person, default);

        var after = Limits(await place.OpenAsync(_time));

        Assert.False((await after.TakeAsync(Person, default)).IsTaken);
        Assert.Equal([10, 10, 10], (await after.UsageAsync(Person, default)).Select(usage => usage.Used));
        Assert.Equal([0, 50, 290], (await after.UsageAsync(Person, default)).Select(usage => usage.Left));
    }

    [Theory, EachBackend]
    public async Task Of_fifty_messages_at_once_exactly_as_many_are_taken_as_the_limit_says(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        List<PersonLimits> workers = [Limits(await place.OpenAsync(_time))];
        if (backend == Backend.Database) workers.Add(Limits(await place.OpenAsync(_time)));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 50).Select(message => workers[message % workers.Count].TakeAsync(Person, default))).Soon();

        Assert.Equal(10, decisions.Count(decision => decision.IsTaken));
        Assert.Equal(1, decisions.Count(decision => decision.ShouldTell));
    }

    [Theory, EachBackend]
    public async Task A_person_is_told_once_a_minute(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var limits = Limits(await place.OpenAsync(_time), perHour: 1);
        await limits.TakeAsync(Person, default);

        List<bool> told = [];
        for (var quarter = 0; quarter < 8; quarter++)
        {
            told.Add((await limits.TakeAsync(Person, default)).ShouldTell);
            _time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Equal([true, false, false, false, true, false, false, false], told);
    }

    [Theory, EachBackend]
    public async Task A_message_whose_consequences_were_not_stored_does_not_count(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var store = await place.OpenAsync(_time);
        var limits = Limits(store);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.ChangeAsync(
            async change =>
            {
                await limits.TakeAsync(change, Person, default);
                throw new InvalidOperationException();
            },
            default));

        Assert.All(await limits.UsageAsync(Person, default), usage => Assert.Equal(0, usage.Used));
    }

    [Theory, EachBackend]
    public async Task Without_limits_everything_is_taken(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var limits = new PersonLimits(await place.OpenAsync(_time), Options.Create(new LimitOptions { PerMinute = 0, PerHour = 0, PerDay = 0 }), _time);

        for (var message = 0; message < 20; message++) Assert.True((await limits.TakeAsync(Person, default)).IsTaken);

        Assert.All(await limits.UsageAsync(Person, default), usage => Assert.Null(usage.Left));
    }

    private PersonLimits Limits(IStateStore store, int perHour = 60) => new(store, Options.Create(new LimitOptions { PerHour = perHour }), _time);
}
