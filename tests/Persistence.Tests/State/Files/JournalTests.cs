using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Persistence.State.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("journal");

    private JournalFiles Files => new(_directory.Path, NullLogger.Instance);

    [Fact]
    public async Task Steps_that_come_during_a_flush_share_the_next_one()
    {
        List<string> taken = [];
        await using var journal = new Journal(Files, 1, entry => taken.Add(entry.Changes![0].Key));
        using var release = new ManualResetEventSlim();
        var busy = journal.RotateAsync(_ => release.Wait());
        var steps = Enumerable.Range(0, 1000).Select(number => journal.AppendAsync(Step($"{number}"))).ToList();
        release.Set();
        await Task.WhenAll(steps.Append(busy)).Soon();

        Assert.Equal(1, journal.Flushes);
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"{number}"), taken);
    }

    [Fact]
    public async Task A_torn_end_is_cut_wherever_it_was_torn_and_all_before_it_stays()
    {
        await WriteAsync(1, "a", "b");
        var whole = new FileInfo(Files.PathOf(1)).Length;
        await WriteAsync(1, "a", "b", "c");
        var bytes = await File.ReadAllBytesAsync(Files.PathOf(1));

        for (var length = whole; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(Files.PathOf(1), bytes[..(int)length]);
            Assert.Equal(["a", "b"], await ReplayAsync());
            Assert.Equal(whole, new FileInfo(Files.PathOf(1)).Length);
        }
    }

    [Fact]
    public async Task Zeroes_and_broken_bytes_at_the_end_are_cut()
    {
        await WriteAsync(1, "a", "b");
        var bytes = await File.ReadAllBytesAsync(Files.PathOf(1));

        await File.WriteAllBytesAsync(Files.PathOf(1), [.. bytes, .. new byte[4096]]);
        Assert.Equal(["a", "b"], await ReplayAsync());

        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(Files.PathOf(1), bytes);
        Assert.Equal(["a"], await ReplayAsync());
    }

    [Fact]
    public async Task What_is_written_after_a_cut_is_read_with_what_was_there_before()
    {
        await WriteAsync(1, "a", "b");
        await using (var torn = File.OpenWrite(Files.PathOf(1))) torn.SetLength(torn.Length - 1);
        await ReplayAsync();
        await WriteAsync(2, "c");

        Assert.Equal(["a", "c"], await ReplayAsync());
    }

    [Fact]
    public async Task Damage_that_no_crash_leaves_is_told_by_the_name_of_the_file()
    {
        await WriteAsync(1, "a", "b");
        await WriteAsync(2, "c");
        await using (var damaged = File.OpenWrite(Files.PathOf(1))) damaged.SetLength(damaged.Length - 1);

        var fault = await Assert.ThrowsAsync<PersistenceException>(ReplayAsync);
        Assert.Contains(Files.PathOf(1), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_the_disk_refused_does_not_come_back_after_a_rotation()
    {
        var isFull = false;
        await using (var journal = new Journal(Files, 1, _ => { }, _ => ThrowIf(isFull)))
        {
            await journal.AppendAsync(Step("a"));
            isFull = true;
            await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Step("refused")));
            await Assert.ThrowsAsync<IOException>(() => journal.RotateAsync(_ => { }));
            Assert.Equal(1, journal.Segment);

            isFull = false;
            await journal.RotateAsync(_ => { });
            await journal.AppendAsync(Step("b"));
        }

        Assert.Equal(["a", "b"], await ReplayAsync());
    }

    [Fact]
    public async Task A_step_that_the_disk_refused_last_does_not_come_back_after_a_restart()
    {
        var isFull = true;
        await using (var journal = new Journal(Files, 1, _ => { }, _ => ThrowIf(isFull)))
        {
            await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Step("refused")));
            isFull = false;
        }

        Assert.Empty(await ReplayAsync());
    }

    public void Dispose() => _directory.Dispose();

    private static JournalEntry Step(string key) => new() { Changes = [new RecordChange("kind", key, JsonSerializer.SerializeToElement(key))] };

    private static void ThrowIf(bool isFull)
    {
        if (isFull) throw new IOException("The disk is full.");
    }

    private async Task WriteAsync(int segment, params string[] keys)
    {
        await using var journal = new Journal(Files, segment, _ => { });
        foreach (var key in keys) await journal.AppendAsync(Step(key));
    }

    private async Task<IReadOnlyList<string>> ReplayAsync()
    {
        List<string> keys = [];
        await Files.ReplayAsync(entry => keys.Add(entry.Changes![0].Key), default);
        return keys;
    }
}
