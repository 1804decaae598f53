using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;
using Pipeline.Persistence.RequestLog;
using Pipeline.Persistence.RequestLog.Writing;
using Pipeline.TestKit;
using static Pipeline.Persistence.Tests.RequestLog.Entries;

namespace Pipeline.Persistence.Tests.RequestLog;

public sealed class RequestLogWriterTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedStore _store = new();
    private readonly LogLines _lines = new();
    private readonly LoggerFactory _loggers;
    private readonly RequestLogWriter _writer;

    public RequestLogWriterTests()
    {
        _loggers = new LoggerFactory([_lines]);
        _writer = new RequestLogWriter(_store, _time, _loggers.CreateLogger<RequestLogWriter>());
    }

    [Fact]
    public void Requests_of_one_moment_are_written_together_a_second_later()
    {
        Add(1, 3);
        Assert.Empty(_store.Batches);

        _time.Advance(WriteBehind.Quiet);
        Assert.Equal(["1", "2", "3"], Assert.Single(_store.Batches).Select(entry => entry.RequestId));
    }

    [Fact]
    public void A_burst_is_written_in_batches_and_in_order()
    {
        Add(1, 1_234);
        _time.Advance(WriteBehind.Quiet);

        Assert.All(_store.Batches, batch => Assert.True(batch.Count <= 500));
        Assert.Equal(Enumerable.Range(1, 1_234).Select(number => $"{number}"), _store.Ids);
    }

    [Fact]
    public void What_a_store_could_not_take_is_written_when_it_returns_in_order_and_once()
    {
        Break();
        Add(1, 600);
        _time.Advance(WriteBehind.Quiet);
        Add(601, 700);
        _time.Advance(WriteBehind.Interval);
        Assert.Empty(_store.Batches);

        Mend();
        _time.Advance(WriteBehind.Interval);
        Assert.Equal(Enumerable.Range(1, 700).Select(number => $"{number}"), _store.Ids);
    }

    [Fact]
    public void What_the_store_refuses_for_good_is_dropped_and_holds_up_nothing()
    {
        _store.BeforeAppend = () => throw new RequestsRefusedException(new FormatException("no such text"));
        Add(1, 3);
        _time.Advance(WriteBehind.Quiet);
        Mend();
        Add(4, 4);
        _time.Advance(WriteBehind.Interval);

        Assert.Equal(["4"], _store.Ids);
        Assert.Contains("3 requests were dropped", _lines.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_hangs_holds_nobody_up()
    {
        var answers = new TaskCompletionSource();
        _store.BeforeAppend = () => answers.Task;
        Add(1, 1);
        _time.Advance(WriteBehind.Quiet);
        Add(2, 3);
        Assert.Empty(_store.Batches);

        answers.SetResult();
        await _writer.StopAsync(CancellationToken.None).Soon();
        Assert.Equal(["1", "2", "3"], _store.Ids);
    }

    [Fact]
    public void When_too_many_wait_the_oldest_give_way_and_are_counted_once_a_minute()
    {
        Break();
        Add(1, RequestLogWriter.MaxPending + 7);
        for (var second = 0; second < 50; second += 2)
        {
            _time.Advance(WriteBehind.Interval);
            Add(1, 100);
        }

        Assert.Contains("7 requests were dropped", _lines.Text, StringComparison.Ordinal);
        Assert.Equal(1, Count("were dropped"));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Count("were dropped"));

        Mend();
        _time.Advance(WriteBehind.Interval);
        Assert.InRange(_store.Ids.Count(), RequestLogWriter.MaxPending, RequestLogWriter.MaxPending + 500);
    }

    [Fact]
    public void Long_prompts_that_wait_do_not_fill_the_memory()
    {
        Break();
        var prompt = new string('x', 1024 * 1024);
        for (var number = 0; number < 100; number++) _writer.Add(At(Noon, $"{number}") with { Prompt = prompt });
        Mend();
        _time.Advance(WriteBehind.Quiet);

        Assert.InRange(_store.Ids.Count(), 16, 64);
        Assert.Equal("99", _store.Ids.Last());
    }

    [Fact]
    public async Task Stopping_writes_what_waits_and_disposing_what_still_came()
    {
        Add(1, 2);
        await _writer.StopAsync(CancellationToken.None);
        Assert.Equal(["1", "2"], _store.Ids);

        Add(3, 3);
        await _writer.DisposeAsync();
        Assert.Equal(["1", "2", "3"], _store.Ids);
    }

    [Fact]
    public async Task A_request_that_ends_after_all_that_is_logged_and_harms_nobody()
    {
        await _writer.DisposeAsync();
        Add(9, 9);

        Assert.Contains("9 ended after the request log was closed", _lines.Text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _loggers.Dispose();
    }

    private void Add(int first, int last)
    {
        for (var number = first; number <= last; number++) _writer.Add(At(Noon, $"{number}"));
    }

    private void Break() => _store.BeforeAppend = () => throw new IOException("the store is down");

    private void Mend() => _store.BeforeAppend = () => Task.CompletedTask;

    private int Count(string words) => _lines.Text.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));
}
