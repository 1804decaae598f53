using Pipeline.Persistence.RequestLog;
using Pipeline.Persistence.RequestLog.Files;
using Pipeline.TestKit;
using static Pipeline.Persistence.Tests.RequestLog.Entries;

namespace Pipeline.Persistence.Tests.RequestLog;

public sealed class FileRequestStoreTests : RequestStoreTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new("requests");

    private string NoonsFile => Path.Combine(_directory.Path, "requests", "2026-03-04.jsonl");

    [Fact]
    public async Task A_line_that_was_cut_by_a_crash_is_passed_over_and_spoils_no_other()
    {
        await AppendAsync(At(Noon, "a"), At(Noon, "b"));
        await using (var file = File.Open(NoonsFile, FileMode.Open)) file.SetLength(file.Length - 10);

        await AppendAsync(At(Noon, "c"));
        Assert.Equal(["c", "a"], await IdsAsync(new RequestQuery()));
    }

    [Fact]
    public async Task Files_of_others_are_left_alone()
    {
        await AppendAsync(At(Noon));
        var foreign = Path.Combine(_directory.Path, "requests", "notes.jsonl");
        await File.WriteAllTextAsync(foreign, "mine");
        await Store.DeleteBeforeAsync(Noon.AddYears(1), CancellationToken.None);

        Assert.False(File.Exists(NoonsFile));
        Assert.Equal("mine", await File.ReadAllTextAsync(foreign));
        Assert.Empty(await ReadAsync(new RequestQuery()));
    }

    [Fact]
    public async Task Only_the_owner_may_read_what_people_have_asked()
    {
        if (OperatingSystem.IsWindows()) return;

        await AppendAsync(At(Noon));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(NoonsFile));
    }

    public void Dispose() => _directory.Dispose();

    private protected override Task<IRequestStore> OpenAsync() =>
        Task.FromResult<IRequestStore>(new FileRequestStore(Path.Combine(_directory.Path, "requests")));
}
