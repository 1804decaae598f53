using Pipeline.Persistence.CliRuns;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.CliRuns;

public sealed class CliWorkersTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_worker_counts_while_it_says_that_it_is_there()
    {
        var workers = new CliWorkers(_time);
        Assert.Equal(0, await workers.CountAsync(default));

        await workers.NoteAsync("one", default);
        await workers.NoteAsync("two", default);
        _time.Advance(CliWorkers.Interval * 2);
        await workers.NoteAsync("one", default);
        Assert.Equal(2, await workers.CountAsync(default));

        _time.Advance(CliWorkers.Interval);
        Assert.Equal(1, await workers.CountAsync(default));
    }

    [Fact]
    public async Task One_that_has_gone_counts_no_more()
    {
        var workers = new CliWorkers(_time);
        await workers.NoteAsync("one", default);
        await workers.NoteAsync("two", default);

        await workers.RemoveAsync("one", default);

        Assert.Equal(1, await workers.CountAsync(default));
    }
}
