using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Limits;

public sealed class PersonSpendingTests
{
    private const long Person = 42;

    private readonly ManualTime _time = new();
    private readonly Guid _node = Guid.NewGuid();

    [Theory, EachBackend]
    public async Task The_same_run_of_a_node_counts_once_however_often_it_is_told(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var spending = new PersonSpending(await place.OpenAsync(_time), _time);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => spending.NoteAsync(Person, Ended(run: 1), default)));
        await spending.NoteAsync(Person, Ended(run: 2), default);
        await spending.NoteAsync(Person, Ended(run: 1) with { NodeId = Guid.NewGuid() }, default);
        spending = new PersonSpending(await place.OpenAsync(_time), _time);
        await spending.NoteAsync(Person, Ended(run: 2), default);

        var today = await spending.TodayAsync(Person, default);
        Assert.Equal(new TokenCount { InputTokens = 300, OutputTokens = 30, CacheReadInputTokens = 3 }, today.Tokens);
        Assert.Equal(0.75, today.CostUsd);
        Assert.Equal(0, (await spending.TodayAsync(Person + 1, default)).CostUsd);
    }

    [Theory, EachBackend]
    public async Task A_new_day_begins_at_nothing_and_what_is_told_late_stays_with_its_own(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var spending = new PersonSpending(await place.OpenAsync(_time), _time);
        var yesterday = Ended(run: 1);
        await spending.NoteAsync(Person, yesterday, default);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new TokenCount(), (await spending.TodayAsync(Person, default)).Tokens);

        await spending.NoteAsync(Person, Ended(run: 2), default);
        await spending.NoteAsync(Person, yesterday, default);

        Assert.Equal(0.25, (await spending.TodayAsync(Person, default)).CostUsd);
    }

    [Theory, EachBackend]
    public async Task What_has_not_ended_or_used_nothing_is_not_counted(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var spending = new PersonSpending(await place.OpenAsync(_time), _time);

        await spending.NoteAsync(Person, Ended(run: 1) with { State = NodeState.Running }, default);
        await spending.NoteAsync(Person, Ended(run: 1) with { Usage = null }, default);

        Assert.Equal(0, (await spending.TodayAsync(Person, default)).CostUsd);
    }

    private NodeChanged Ended(int run) => new()
    {
        TreeId = _node,
        NodeId = _node,
        Version = run,
        State = NodeState.Completed,
        Run = run,
        Usage = new TokenCount { InputTokens = 100, OutputTokens = 10, CacheReadInputTokens = 1 },
        CostUsd = 0.25,
        ChangedAt = _time.GetUtcNow(),
    };
}
