using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Persistence.State.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("snapshot");
    private readonly ManualTime _time = new();

    private string SnapshotFile => Path.Combine(_directory.Path, "snapshot.json");

    [Fact]
    public async Task It_is_written_once_nothing_has_changed_for_a_second_and_replaces_the_journal()
    {
        await using var state = await OpenAsync();
        var first = state.Journal.Segment;
        await state.AppendAsync(Step("a"));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(File.Exists(SnapshotFile));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await UntilAsync(() => Segments() is [var only] && only > first);
        Assert.Contains("\"a\"", await File.ReadAllTextAsync(SnapshotFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_changes_do_not_cease_it_is_written_at_most_every_two_seconds()
    {
        await using var state = await OpenAsync();
        var first = state.Journal.Segment;
        for (var tenth = 0; tenth < 100; tenth++)
        {
            await state.AppendAsync(Step($"{tenth}"));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(state.Journal.Segment - first, 1, 5);
    }

    [Fact]
    public async Task Without_it_the_journal_alone_has_the_state()
    {
        await using var killed = await OpenAsync();
        await killed.AppendAsync(Step("a"));

        // What a kill leaves behind: the files as they are now.
        using var copy = new TemporaryDirectory("copy");
        foreach (var file in Directory.GetFiles(_directory.Path)) File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
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
            foreach (var file in Directory.GetFiles(_directory.Path)) File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }

        // The snapshot is there, and the segments that it replaces are there still.
        File.Copy(SnapshotFile, Path.Combine(copy.Path, "snapshot.json"));
        await using var next = await OpenState.LoadAsync(copy.Path, _time, NullLogger.Instance);

        Assert.Equal("a", Assert.Single(next.Image.All("kind")).Value.GetString());
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

    private Task<OpenState> OpenAsync() => OpenState.LoadAsync(_directory.Path, _time, NullLogger.Instance);

    private IReadOnlyList<int> Segments() => new JournalFiles(_directory.Path, NullLogger.Instance).Segments();

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (!condition()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
    }
}
