using System.Text;
using Pipeline.Persistence.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("atomic");

    private string FilePath => Path.Combine(_directory.Path, "state.json");

    [Fact]
    public async Task The_new_content_replaces_the_old_and_nothing_else_is_left()
    {
        await AtomicFile.WriteAsync(FilePath, "a longer first content", default);
        await AtomicFile.WriteAsync(FilePath, "second: é", default);

        Assert.Equal(Encoding.UTF8.GetBytes("second: é"), await File.ReadAllBytesAsync(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_write_that_is_given_up_leaves_the_old_content_and_no_partial_file()
    {
        await AtomicFile.WriteAsync(FilePath, "old", default);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(FilePath, "new", cancelled.Token));

        Assert.Equal("old", await File.ReadAllTextAsync(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_file_that_cannot_take_its_name_leaves_no_partial_file()
    {
        Directory.CreateDirectory(FilePath);

        await Assert.ThrowsAnyAsync<Exception>(() => AtomicFile.WriteAsync(FilePath, "new", default));

        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_reader_never_sees_a_part_of_a_content()
    {
        string[] contents = [new('a', 200_000), new('b', 300_000)];
        await AtomicFile.WriteAsync(FilePath, contents[0], default);

        var writing = Task.Run(async () =>
        {
            for (var round = 0; round < 50; round++) await AtomicFile.WriteAsync(FilePath, contents[round % 2], default);
        });
        do Assert.Contains(await File.ReadAllTextAsync(FilePath), contents);
        while (!writing.IsCompleted);

        await writing;
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_file()
    {
        await AtomicFile.WriteAsync(FilePath, "private", default);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_swept_and_the_content_stays()
    {
        await AtomicFile.WriteAsync(FilePath, "kept", default);
        await File.WriteAllTextAsync($"{FilePath}.{Guid.NewGuid():N}.new", "par");

        AtomicFile.DeleteLeftovers(_directory.Path);

        Assert.Equal([FilePath], Directory.GetFiles(_directory.Path));
    }

    public void Dispose() => _directory.Dispose();
}
