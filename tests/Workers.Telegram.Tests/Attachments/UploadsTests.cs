using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Tests.Workspaces;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Tests.Attachments;

public sealed class UploadsTests : IDisposable
{
    private readonly TemporaryDirectory _workspace = new("uploads");
    private readonly Uploads _uploads = new(Options.Create(new AttachmentOptions { MaxUploadMegabytes = 1 }));
    private readonly Guid _node = Guid.NewGuid();

    [Fact]
    public async Task A_file_is_saved_below_the_workspace_where_its_path_says()
    {
        var saved = await SaveAsync("../notes.txt", "hello");

        Assert.Equal(new SavedFile($".pipeline-uploads/{_node:N}/notes.txt", 5), saved);
        Assert.Equal("hello", await File.ReadAllTextAsync(Full(saved)));
    }

    [Fact]
    public async Task Files_with_one_name_keep_apart_and_the_same_file_is_saved_once()
    {
        var first = await SaveAsync("notes.txt", "one");
        var second = await SaveAsync("notes.txt", "two");
        var again = await SaveAsync("notes.txt", "two");
        var other = await _uploads.SaveAsync(_workspace.Path, Guid.NewGuid(), Incoming("notes.txt", "one"), default);

        Assert.Equal(["notes.txt", "notes (2).txt", "notes (2).txt", "notes.txt"], new[] { first, second, again, other }.Select(file => Path.GetFileName(file.Path)));
        Assert.Equal("one", await File.ReadAllTextAsync(Full(first)));
        Assert.Equal("two", await File.ReadAllTextAsync(Full(second)));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(Full(first))!).Length);
    }

    [Fact]
    public async Task Git_sees_none_of_it()
    {
        await Git.InitAsync(_workspace.Path);
        await SaveAsync("notes.txt", "one");
        await Git.RunAsync(_workspace.Path, "add", "--all");

        Assert.Equal("", await Git.RunAsync(_workspace.Path, "status", "--porcelain"));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_fetched_where_its_size_is_known()
    {
        var file = new IncomingFile("film.mp4", null, 1_000_001, _ => throw new InvalidOperationException("It was fetched."));

        var refusal = await Assert.ThrowsAsync<WorkspaceFileException>(() => _uploads.SaveAsync(_workspace.Path, _node, file, default));

        Assert.Equal("'film.mp4' is too large: I take files of up to 1 MB.", refusal.Message);
    }

    [Fact]
    public async Task A_file_that_turns_out_to_be_too_large_or_breaks_off_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<WorkspaceFileException>(() => SaveAsync("film.mp4", new string('x', 1_000_001)));
        var broken = new IncomingFile("film.mp4", null, 5, _ => Task.FromResult<Stream>(new BrokenStream()));
        await Assert.ThrowsAsync<IOException>(() => _uploads.SaveAsync(_workspace.Path, _node, broken, default));

        Assert.Empty(Directory.GetFiles(Path.Combine(_workspace.Path, UploadDirectory.Name, $"{_node:N}")));
    }

    [Theory]
    [InlineData(".pipeline-uploads")]
    [InlineData(".pipeline-uploads/{0}")]
    public async Task Nothing_is_written_through_a_link_that_leads_elsewhere(string link)
    {
        using var elsewhere = new TemporaryDirectory("elsewhere");
        var path = Path.Combine(_workspace.Path, string.Format(null, link, _node.ToString("N")));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateSymbolicLink(path, elsewhere.Path);

        var refusal = await Assert.ThrowsAsync<WorkspaceFileException>(() => SaveAsync("notes.txt", "one"));

        Assert.Contains("symbolic link", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere.Path));
    }

    [Fact]
    public async Task Old_files_go_and_a_link_among_them_does_not_take_others_along()
    {
        using var elsewhere = new TemporaryDirectory("elsewhere");
        await File.WriteAllTextAsync(Path.Combine(elsewhere.Path, "kept.txt"), "kept");
        var old = Full(await SaveAsync("notes.txt", "one"));
        Directory.CreateSymbolicLink(Path.Combine(_workspace.Path, UploadDirectory.Name, "link"), elsewhere.Path);
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(old)!, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var young = Full(await _uploads.SaveAsync(_workspace.Path, Guid.NewGuid(), Incoming("notes.txt", "one"), default));

        UploadDirectory.Sweep(_workspace.Path, new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(young), File.Exists(Path.Combine(elsewhere.Path, "kept.txt"))));
    }

    [Fact]
    public void The_prompt_names_the_files_and_says_how_to_look_at_images()
    {
        SavedFile[] files = [new(".pipeline-uploads/a/plan.pdf", 2_345_678), new(".pipeline-uploads/a/Photo.JPG", 4_200)];

        Assert.Equal(
            """
            What is this?

            Attached, in the working directory:
            - `.pipeline-uploads/a/plan.pdf` (2.3 MB)
            - `.pipeline-uploads/a/Photo.JPG` (image, 4.2 kB)
            Look at images with the Read tool.
            """,
            AttachedPrompt.Of("What is this?\n", files));
        Assert.StartsWith("Look at the attached file.\n\nAttached", AttachedPrompt.Of(" ", files[..1]), StringComparison.Ordinal);
        Assert.Equal("hi", AttachedPrompt.Of("hi", []));
    }

    public void Dispose() => _workspace.Dispose();

    private Task<SavedFile> SaveAsync(string name, string content) => _uploads.SaveAsync(_workspace.Path, _node, Incoming(name, content), default);

    private string Full(SavedFile file) => Path.Combine(_workspace.Path, file.Path);

    private static IncomingFile Incoming(string name, string content) =>
        new(name, null, null, _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(content))));

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken off");
    }
}
