using Pipeline.Persistence.RequestLog;
using static Pipeline.Persistence.Tests.RequestLog.Entries;

namespace Pipeline.Persistence.Tests.RequestLog;

/// <summary>What every store of the request log does.</summary>
public abstract class RequestStoreTests : IAsyncLifetime
{
    private protected IRequestStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    private protected abstract Task<IRequestStore> OpenAsync();

    [Fact]
    public async Task An_entry_comes_back_as_it_was()
    {
        await AppendAsync(Full, At(Noon, "req_sparse"));

        Assert.Equal([Full, At(Noon, "req_sparse")], await ReadAsync(new RequestQuery()));
    }

    [Fact]
    public async Task Before_anything_was_written_there_is_nothing_to_read()
    {
        Assert.Empty(await ReadAsync(new RequestQuery()));
    }

    [Fact]
    public async Task The_newest_come_first_over_batches_and_days()
    {
        await AppendAsync(At(Noon, "b"), At(Noon.AddDays(-2), "a"), At(Noon.AddDays(1), "c"));
        await AppendAsync(At(Noon.AddHours(1), "d"), At(Noon.AddDays(-2).AddHours(-1), "e"));

        Assert.Equal(["c", "d", "b", "a", "e"], await IdsAsync(new RequestQuery()));
    }

    [Fact]
    public async Task A_range_has_its_beginning_and_not_its_end()
    {
        await AppendAsync(At(Noon.AddSeconds(-1), "before"), At(Noon, "first"), At(Noon.AddDays(1), "last"), At(Noon.AddDays(2), "end"));

        Assert.Equal(["last", "first"], await IdsAsync(new RequestQuery { From = Noon, To = Noon.AddDays(2) }));
    }

    [Fact]
    public async Task Pages_hold_every_entry_once_even_of_one_moment()
    {
        var entries = Enumerable.Range(0, 50).Select(number => At(Noon.AddHours(number / 10), $"req_{number:00}{(number % 2 == 0 ? 'a' : 'A')}")).ToArray();
        await AppendAsync(entries);

        var read = new List<RequestEntry>();
        while (await ReadAsync(new RequestQuery { Limit = 7, After = read.LastOrDefault() }) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 7);
            read.AddRange(page);
        }

        Assert.Equal(entries.Reverse(), read);
    }

    [Fact]
    public async Task Old_entries_are_deleted_and_the_others_stay()
    {
        await AppendAsync(At(Noon.AddDays(-40), "oldest"), At(Noon.AddDays(-31), "old"), At(Noon.AddDays(-29), "kept"), At(Noon, "new"));
        await Store.DeleteBeforeAsync(Noon.AddDays(-30), CancellationToken.None);

        Assert.Equal(["new", "kept"], await IdsAsync(new RequestQuery()));
    }

    [Fact]
    public async Task Text_that_a_client_made_up_harms_no_one()
    {
        await AppendAsync(At(Noon, "b") with { RequestedModel = "a\0b'; DROP TABLE request_log; --\n{" }, At(Noon, "a"));

        Assert.Equal(["b", "a"], await IdsAsync(new RequestQuery()));
    }

    private protected Task AppendAsync(params RequestEntry[] entries) => Store.AppendAsync(entries, CancellationToken.None);

    private protected Task<IReadOnlyList<RequestEntry>> ReadAsync(RequestQuery query) => Store.ReadAsync(query, CancellationToken.None);

    private protected async Task<IEnumerable<string>> IdsAsync(RequestQuery query) => (await ReadAsync(query)).Select(entry => entry.RequestId);
}
