using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Workspaces.Fingerprints;

namespace Pipeline.Workers.Telegram.Tests.Workspaces.Fingerprints;

public sealed class FingerprintTests : IDisposable
{
    private readonly TemporaryDirectory _root = new("fingerprints");
    private readonly WorkspaceFingerprints _fingerprints = new(TimeProvider.System, NullLogger<WorkspaceFingerprints>.Instance);
    private readonly string _workspace;

    public FingerprintTests()
    {
        _workspace = Directory.CreateDirectory(Path.Combine(_root.Path, "work")).FullName;
        Write("a.txt", "one");
        Write("src/b.txt", "two");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_stays_the_same_until_a_file_changes_in_any_way(bool isRepository)
    {
        if (isRepository) await CommitAsync();
        var fingerprint = await TakeAsync();
        Assert.Equal(fingerprint, await TakeAsync());

        List<string> all = [fingerprint];
        await ChangeAsync(all, () => Write("a.txt", "eno"));
        await ChangeAsync(all, () => Write("new.txt", "three"));
        await ChangeAsync(all, () => File.Move(Path.Combine(_workspace, "new.txt"), Path.Combine(_workspace, "src", "new.txt")));
        await ChangeAsync(all, () => File.Delete(Path.Combine(_workspace, "src", "b.txt")));
        await ChangeAsync(all, () => File.CreateSymbolicLink(Path.Combine(_workspace, "link"), "a.txt"));
    }

    [Fact]
    public async Task In_a_repository_contents_count_where_size_and_time_say_nothing()
    {
        await CommitAsync();
        var past = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        List<string> all = [];
        foreach (var content in new[] { "aaa", "bbb" })
        {
            Write("a.txt", content);
            Write("untracked.txt", "same");
            File.SetLastWriteTimeUtc(Path.Combine(_workspace, "a.txt"), past);
            File.SetLastWriteTimeUtc(Path.Combine(_workspace, "untracked.txt"), past);
            all.Add(await TakeAsync());
        }

        Write("untracked.txt", "emas");
        File.SetLastWriteTimeUtc(Path.Combine(_workspace, "untracked.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        all.Add(await TakeAsync());
        Write("untracked.txt", "same");
        File.SetLastWriteTimeUtc(Path.Combine(_workspace, "untracked.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        all.Add(await TakeAsync());

        Assert.Distinct(all);
    }

    [Fact]
    public async Task In_a_repository_commits_and_the_index_count_and_what_it_ignores_does_not()
    {
        Write(".gitignore", "bin/\n");
        await CommitAsync();
        List<string> all = [await TakeAsync()];
        Write("bin/out.dll", "built");
        Assert.Equal(all[0], await TakeAsync());

        await ChangeAsync(all, () => Git.RunAsync(_workspace, "commit", "--quiet", "--allow-empty", "--message", "Next").Wait(Patience.Limit));
        Write("new.txt", "new");
        all.Add(await TakeAsync());
        await ChangeAsync(all, () => Git.RunAsync(_workspace, "add", "new.txt").Wait(Patience.Limit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_people_upload_does_not_count(bool isRepository)
    {
        if (isRepository) await CommitAsync();
        var fingerprint = await TakeAsync();
        await UploadDirectory.CreateAsync(_workspace, Guid.NewGuid(), default);
        Write($"{UploadDirectory.Name}/x/photo.jpg", "photo");

        Assert.Equal(fingerprint, await TakeAsync());
    }

    [Fact]
    public async Task Repositories_within_a_repository_count_as_directories()
    {
        var inner = Path.Combine(_workspace, "inner");
        Write("inner/c.txt", "three");
        await Git.InitAsync(inner);
        await Git.CommitAsync(inner);
        await Git.InitAsync(_workspace);
        await Git.RunAsync(_workspace, "add", "a.txt");
        List<string> all = [await TakeAsync()];
        await ChangeAsync(all, () => Write("inner/c.txt", "four"));

        await CommitAsync();
        all.Add(await TakeAsync());
        await ChangeAsync(all, () => Write("inner/c.txt", "fives"));
    }

    [Fact]
    public async Task A_repository_cannot_make_us_run_its_programs()
    {
        var mark = Path.Combine(_root.Path, "it-ran");
        var script = Path.Combine(_root.Path, "evil.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ntouch {mark}\ncat\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await CommitAsync();
        foreach (var (key, value) in new[] { ("core.fsmonitor", script), ("core.hooksPath", _root.Path), ("filter.evil.clean", script), ("filter.evil.process", script), ("core.pager", script) })
            await Git.RunAsync(_workspace, "config", key, value);
        Write(".gitattributes", "* filter=evil\n");
        Write("a.txt", "eno");
        File.Copy(script, Path.Combine(_root.Path, "post-index-change"));

        await TakeAsync();

        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task A_directory_that_a_repository_above_ignores_is_looked_at_all_the_same()
    {
        await File.WriteAllTextAsync(Path.Combine(_root.Path, ".gitignore"), "work/\n");
        await Git.InitAsync(_root.Path);
        await Git.CommitAsync(_root.Path);
        List<string> all = [await TakeAsync()];

        await ChangeAsync(all, () => Write("a.txt", "eleven"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_what_is_too_large_or_broken_nothing_is_said(bool isRepository)
    {
        if (isRepository)
        {
            await CommitAsync();
            await using var large = File.Create(Path.Combine(_workspace, "large.bin"));
            large.SetLength(FingerprintHash.MostBytes + 1);
        }
        else
        {
            for (var file = 0; file <= FingerprintHash.MostEntries; file++) Write($"many/{file}", "");
        }

        Assert.Null(await _fingerprints.TakeAsync(_workspace, default));
        Assert.Null(await _fingerprints.TakeAsync(Path.Combine(_root.Path, "nothing"), default));
        Directory.CreateDirectory(Path.Combine(_root.Path, "broken", ".git"));
        Assert.Null(await _fingerprints.TakeAsync(Path.Combine(_root.Path, "broken"), default));
    }

    public void Dispose() => _root.Dispose();

    private async Task ChangeAsync(List<string> all, Action change)
    {
        change();
        all.Add(await TakeAsync());
        Assert.Distinct(all);
    }

    private async Task<string> TakeAsync() => Assert.IsType<string>(await _fingerprints.TakeAsync(_workspace, default));

    private async Task CommitAsync()
    {
        await Git.InitAsync(_workspace);
        await Git.CommitAsync(_workspace);
    }

    private void Write(string path, string content)
    {
        var full = Path.Combine(_workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
