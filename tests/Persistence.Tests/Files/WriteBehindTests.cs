using Pipeline.Persistence.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.Files;

public sealed class WriteBehindTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();
    private readonly List<(TimeSpan At, int State)> _written = [];
    private readonly DateTimeOffset _start;
    private readonly WriteBehind _file;
    private int _state;
    private Func<Task> _beforeWrite = () => Task.CompletedTask;

    public WriteBehindTests()
    {
        _start = _time.GetUtcNow();
        _file = new WriteBehind("the state", WriteAsync, _time, _log.CreateLogger("files"));
    }

    [Fact]
    public void A_change_is_written_once_nothing_has_changed_for_a_second()
    {
        Change(1);
        Advance(0.9);
        Change(2);
        Advance(0.9);
        Assert.Empty(_written);

        Advance(0.1);
        Assert.Equal([(TimeSpan.FromSeconds(1.9), 2)], _written);
    }

    [Fact]
    public void Changes_that_never_cease_are_written_every_two_seconds()
    {
        for (var tick = 1; tick <= 100; tick++)
        {
            Change(tick);
            Advance(0.1);
        }

        Assert.Equal([2, 4, 6, 8, 10], _written.Select(write => write.At.TotalSeconds));
    }

    [Fact]
    public void Two_writes_are_two_seconds_apart_whatever_the_pace_of_the_changes()
    {
        for (var change = 1; change <= 6; change++)
        {
            Change(change);
            for (var tick = 0; tick < 12; tick++) Advance(0.1);
        }

        var gaps = _written.Zip(_written.Skip(1), (one, next) => next.At - one.At);
        Assert.All(gaps, gap => Assert.True(gap >= WriteBehind.Interval, $"{gap}"));
    }

    [Fact]
    public void Nothing_is_written_where_nothing_changes()
    {
        Change(1);
        for (var tick = 0; tick < 100; tick++) Advance(1);

        Assert.Single(_written);
    }

    [Fact]
    public async Task What_changes_during_a_write_is_written_by_the_next()
    {
        var slow = new TaskCompletionSource();
        _beforeWrite = () => slow.Task;
        Change(1);
        Advance(1);
        Change(2);
        _beforeWrite = () => Task.CompletedTask;
        for (var second = 0; second < 10; second++) Advance(1);
        Assert.Empty(_written);

        slow.SetResult();
        await _file.FlushAsync(CancellationToken.None);
        Assert.Equal(2, _written[^1].State);
    }

    [Fact]
    public void A_write_that_fails_is_logged_and_repeated_until_it_succeeds()
    {
        _beforeWrite = () => throw new IOException("disk full");
        Change(1);
        Advance(1);
        Advance(2);
        Assert.Empty(_written);
        Assert.Equal(2, _log.Text.Split('\n').Count(line => line.Contains("Writing the state failed", StringComparison.Ordinal)));

        _beforeWrite = () => Task.CompletedTask;
        Advance(2);
        Assert.Equal([1], _written.Select(write => write.State));
        Assert.Contains("works again", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flush_that_fails_says_so_and_the_change_stays_due()
    {
        _beforeWrite = () => throw new IOException("disk full");
        Change(1);
        await Assert.ThrowsAsync<IOException>(() => _file.FlushAsync(CancellationToken.None));

        _beforeWrite = () => Task.CompletedTask;
        Advance(2);
        Assert.Single(_written);
    }

    [Fact]
    public async Task Disposing_writes_what_is_left_at_once()
    {
        Change(1);
        await _file.DisposeAsync();

        Assert.Equal([(TimeSpan.Zero, 1)], _written);
        Assert.Throws<ObjectDisposedException>(_file.NoteChange);
    }

    [Fact]
    public async Task Disposing_waits_for_a_write_under_way_and_then_writes_the_last_state()
    {
        var slow = new TaskCompletionSource();
        _beforeWrite = () => slow.Task;
        Change(1);
        Advance(1);
        Change(2);
        _beforeWrite = () => Task.CompletedTask;

        var disposing = _file.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        slow.SetResult();
        await disposing.Soon();
        Assert.Equal(2, _written[^1].State);
    }

    [Fact]
    public async Task A_last_write_that_hangs_is_given_up_and_logged_as_lost()
    {
        await using var hanging = new WriteBehind("the state", token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token), _time, _log.CreateLogger("files"));
        hanging.NoteChange();
        var disposing = hanging.DisposeAsync().AsTask();
        _time.Advance(WriteBehind.LastPatience);

        await disposing.Soon();
        Assert.Contains("are lost", _log.Text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _log.Dispose();
    }

    private void Change(int state)
    {
        _state = state;
        _file.NoteChange();
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await _beforeWrite();
        _written.Add((_time.GetUtcNow() - _start, _state));
    }
}
