using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Persistence.Files;
using Pipeline.Persistence.State.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("snapshot");
    private readonly ManualTime _time = new();

    private string SnapshotFile => Path.Combine(_directory.Path, "snapshot.json");

    [Fact]
    public async Task It_replaces_a_journal_that_has_grown_large()
    {
        await using var state = await OpenAsync();
        var first = state.Journal.Segment;
        await state.AppendAsync(Step("a"));
        await state.AppendAsync(Large("b", OpenState.LeastJournal));
        _time.Advance(WriteBehind.Quiet);

        await UntilAsync(() => Segments() is [var only] && only > first);
        Assert.Contains("\"a\"", await File.ReadAllTextAsync(SnapshotFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_written_for_every_small_change()
    {
        await using var state = await OpenAsync();
        var first = state.Journal.Segment;
        for (var renewal = 0; renewal < 100; renewal++)
        {
            await state.AppendAsync(Step("lease"));
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(first, state.Journal.Segment);
        Assert.False(File.Exists(SnapshotFile));
    }

    [Fact]
    public async Task The_larger_the_state_the_more_rarely_it_is_written_whole()
    {
        const int Times = 4;
        await LeaveAsync(Large("large", Times * OpenState.LeastJournal));
        await using var state = await OpenAsync();
        var first = state.Journal.Segment;
        for (var change = 0; change < 2 * Times; change++)
        {
            await state.AppendAsync(Large("changing", OpenState.LeastJournal / 2));
            _time.Advance(WriteBehind.Quiet);
            Assert.Equal(first, state.Journal.Segment);
        }

        await state.AppendAsync(Large("changing", OpenState.LeastJournal / 2));
        _time.Advance(WriteBehind.Quiet);
        await UntilAsync(() => Segments() is [var only] && only > first);
    }

    [Fact]
    public async Task A_journal_that_killed_processes_have_left_counts()
    {
        using var copy = new TemporaryDirectory("copy");
        await using (var killed = await OpenAsync())
        {
            await killed.AppendAsync(Large("a", OpenState.LeastJournal));
            Copy(copy.Path);
        }

        await using var next = await OpenState.LoadAsync(copy.Path, _time, NullLogger.Instance);
        await next.AppendAsync(Step("b"));
        _time.Advance(WriteBehind.Quiet);

        await UntilAsync(() => new JournalFiles(copy.Path, NullLogger.Instance).Segments().Count == 1);
        Assert.True(File.Exists(Path.Combine(copy.Path, "snapshot.json")));
    }

    [Fact]
    public async Task At_a_stop_it_has_everything()
    {
        await LeaveAsync(Step("a"));

        Assert.Contains("\"a\"", await File.ReadAllTextAsync(SnapshotFile), StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(new JournalFiles(_directory.Path, NullLogger.Instance).PathOf(Assert.Single(Segments()))).Length);
    }

    [Fact]
    public async Task Without_it_the_journal_alone_has_the_state()
    {
        await using var killed = await OpenAsync();
        await killed.AppendAsync(Step("a"));

        // What a kill leaves behind: the files as they are now.
        using var copy = new TemporaryDirectory("copy");
        Copy(copy.Path);
        await using var next = await OpenState.LoadAsync(copy.Path, _time, NullLogger.Instance);

        Assert.Equal("a", next.Image.Find(new RecordKey("kind", "a"))?.GetString());
    }

    [Fact]
    public async Task A_kill_between_snapshot_and_journal_leaves_nothing_twice_and_nothing_out()
    {
        using var copy = new TemporaryDirectory("copy");
        await using (var state = await OpenAsync())
        {
            await state.AppendAsync(Step("a"));
            Copy(copy.Path);
        }

        // The snapshot is there, and the segments that it replaces are there still.
        File.Copy(SnapshotFile, Path.Combine(copy.Path, "snapshot.json"));
        await using var next = await OpenState.LoadAsync(copy.Path, _time, NullLogger.Instance);

        Assert.Equal("a", Assert.Single(next.Image.Capture(1).Records).State?.GetString());
    }

    [Fact]
    public async Task A_damaged_one_is_told_by_its_name()
    {
        await File.WriteAllTextAsync(SnapshotFile, "{\"Records\":[");

        var fault = await Assert.ThrowsAsync<PersistenceException>(OpenAsync);
        Assert.Contains(SnapshotFile, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static JournalEntry Step(string key) => new() { Changes = [new RecordChange("kind", key, JsonSerializer.SerializeToElement(key))] };

    private static JournalEntry Large(string key, long size) =>
        new() { Changes = [new RecordChange("kind", key, JsonSerializer.SerializeToElement(new string('x', (int)size)))] };

    private void Copy(string directory)
    {
        foreach (var file in Directory.GetFiles(_directory.Path)) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
    }

    private async Task LeaveAsync(JournalEntry step)
    {
        await using var state = await OpenAsync();
        await state.AppendAsync(step);
    }

    private Task<OpenState> OpenAsync() => OpenState.LoadAsync(_directory.Path, _time, NullLogger.Instance);

    private IReadOnlyList<int> Segments() => new JournalFiles(_directory.Path, NullLogger.Instance).Segments();

    private static Task UntilAsync(Func<bool> condition) => Patience.UntilAsync(() => Task.FromResult(condition()), "the snapshot");
}
