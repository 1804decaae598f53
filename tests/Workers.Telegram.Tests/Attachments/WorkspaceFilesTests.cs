using System.Diagnostics;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Tests.Attachments;

public sealed class WorkspaceFilesTests : IDisposable
{
    private readonly TemporaryDirectory _root = new("files");
    private readonly WorkspaceFiles _files = new(Options.Create(new AttachmentOptions { MaxFileMegabytes = 1 }));
    private readonly string _workspace;

    public WorkspaceFilesTests()
    {
        _workspace = Directory.CreateDirectory(Path.Combine(_root.Path, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(_workspace, "src"));
        File.WriteAllText(Path.Combine(_workspace, "src", "notes.md"), "notes");
        File.WriteAllText(Path.Combine(_root.Path, "secret.txt"), "secret");
        Directory.CreateDirectory(Path.Combine(_root.Path, "work-2"));
        File.WriteAllText(Path.Combine(_root.Path, "work-2", "secret.txt"), "secret");
    }

    [Theory]
    [InlineData("src/notes.md")]
    [InlineData("./src/../src/notes.md")]
    [InlineData(" `src/notes.md` ")]
    [InlineData("\"src/notes.md\"")]
    [InlineData("{0}/src/notes.md")]
    [InlineData("inner/notes.md")]
    public void A_file_of_the_workspace_is_opened_however_it_is_named(string named)
    {
        Directory.CreateSymbolicLink(Path.Combine(_workspace, "inner"), "src");

        using var file = _files.Open(_workspace, string.Format(null, named, _workspace));

        Assert.Equal("notes.md", file.Name);
        Assert.Equal("notes", new StreamReader(file.Content).ReadToEnd());
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("{0}/../secret.txt")]
    [InlineData("../work-2/secret.txt")]
    [InlineData("link.txt")]
    [InlineData("out/secret.txt")]
    [InlineData("out/work-2/../secret.txt")]
    [InlineData("/etc/hostname")]
    [InlineData("../nothing")]
    public void Nothing_outside_the_workspace_is_opened_wherever_links_lead(string named)
    {
        File.CreateSymbolicLink(Path.Combine(_workspace, "link.txt"), "../secret.txt");
        Directory.CreateSymbolicLink(Path.Combine(_workspace, "out"), "..");

        Assert.Contains("is outside the workspace", Refusal(string.Format(null, named, _workspace)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_sent_is_told_in_words()
    {
        File.WriteAllText(Path.Combine(_workspace, "empty"), "");
        File.WriteAllBytes(Path.Combine(_workspace, "large"), new byte[1_000_001]);
        File.CreateSymbolicLink(Path.Combine(_workspace, "circle"), "circle");

        Assert.Equal("There is no file 'nothing.txt' in the workspace.", Refusal("nothing.txt"));
        Assert.Equal("'src' is a directory; name one file in it.", Refusal("src"));
        Assert.Equal("'empty' is empty, or no regular file; there is nothing to send.", Refusal("empty"));
        Assert.Equal("'large' has 2 MB; Telegram takes up to 1 MB.", Refusal("large"));
        Assert.Equal("Name the file, as in: /file src/notes.md", Refusal(" "));
        Assert.Contains("leads to itself", Refusal("circle"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_refused_instead_of_waited_for()
    {
        using var maker = Process.Start("mkfifo", [Path.Combine(_workspace, "pipe")]);
        await maker.WaitForExitAsync();

        Assert.Contains("no regular file", await Task.Run(() => Refusal("pipe")).Soon(), StringComparison.Ordinal);
    }

    public void Dispose() => _root.Dispose();

    private string Refusal(string named) => Assert.Throws<WorkspaceFileException>(() => _files.Open(_workspace, named)).Message;
}
