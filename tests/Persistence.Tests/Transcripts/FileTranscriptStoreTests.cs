using System.Runtime.Versioning;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;
using Pipeline.Persistence.Transcripts.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.Transcripts;

public sealed class FileTranscriptStoreTests : TranscriptStoreTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new("transcripts");

    internal override ITranscriptStore Store => new FileTranscriptStore(_directory.Path);

    private string File => Assert.Single(Directory.GetFiles(_directory.Path));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("3 5 thr")]
    [InlineData("3")]
    [InlineData("3 5")]
    [InlineData("\0\0\0")]
    public async Task A_line_that_a_crash_has_torn_is_left_out_and_harms_no_other(string torn)
    {
        await AppendAsync(1, "one", "two");
        await System.IO.File.AppendAllTextAsync(File, torn);

        Assert.Equal(["1 one", "2 two"], await ReadAsync(new TranscriptPosition(0)));
        await AppendAsync(3, "three");
        Assert.Equal(["1 one", "2 two", "3 three"], await ReadAsync(new TranscriptPosition(0)));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_transcript_is_readable_by_its_owner_alone_also_when_it_has_been_written_anew()
    {
        await AppendAsync(1, "one");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        await AppendAsync(2, new string('x', ITranscriptStore.Limit));
        await AppendAsync(3, new string('y', ITranscriptStore.Limit));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.InRange(new FileInfo(File).Length, 1, ITranscriptStore.Limit + 100);
    }

    [Fact]
    public async Task A_long_transcript_of_small_events_is_written_anew_only_now_and_then()
    {
        const int Batch = 1000;
        var small = Enumerable.Repeat("thirty bytes of a small event.", Batch).ToArray();
        var (rewrites, length) = (0, 0L);
        for (var batch = 0; batch < 150; batch++)
        {
            await AppendAsync(1 + (batch * Batch), small);
            var appended = new FileInfo(File).Length;
            if (appended < length + (Batch * small[0].Length)) rewrites++;
            length = appended;
        }

        // 6 MB of lines: each time the file is rid of the half megabyte by which it may outgrow the limit.
        Assert.InRange(rewrites, 1, 10);
        Assert.InRange(length, ITranscriptStore.Limit / 2, 2 * ITranscriptStore.Limit);
        Assert.Equal(150 * Batch, (await Store.LastAsync(Node, default))!.Value.Position.Value);
    }
}
