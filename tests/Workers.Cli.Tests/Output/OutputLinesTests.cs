using System.Text;
using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Tests.Output;

public sealed class OutputLinesTests
{
    [Fact]
    public async Task Lines_are_the_same_however_the_pipe_cuts_them()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var expected = Enumerable.Range(0, random.Next(1, 20)).Select(_ => new string('ä', random.Next(0, 200))).ToList();
            var text = string.Join('\n', expected) + (random.Next(2) == 0 ? "\n" : "");
            if (text.EndsWith('\n') is false && expected[^1].Length == 0) expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, await ReadAsync(text, longest: 10_000, () => random.Next(1, 64)));
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public async Task A_line_that_is_too_long_is_counted_and_the_next_is_whole(int length) => Assert.Equal(
        ["before", $"skipped {length}", "after"],
        await ReadAsync($"before\n{new string('x', length)}\nafter", longest: 500, () => 4096));

    [Fact]
    public async Task A_last_line_that_is_too_long_is_counted_as_well() =>
        Assert.Equal(["skipped 200000"], await ReadAsync(new string('x', 200_000), longest: 500, () => 4096));

    [Fact]
    public async Task A_line_of_megabytes_is_read() =>
        Assert.Equal(8_000_000, Assert.Single(await ReadAsync(new string('x', 8_000_000) + "\n", OutputLines.LongestLine, () => 65_536)).Length);

    private static async Task<List<string>> ReadAsync(string text, int longest, Func<int> cut)
    {
        using var idle = new IdleWatch(TimeSpan.FromHours(1), () => { }, TimeProvider.System);
        await using var lines = new OutputLines(new CutStream(Encoding.UTF8.GetBytes(text), cut), longest, idle);
        var read = new List<string>();
        while (await lines.MoveNextAsync()) read.Add(lines.SkippedBytes > 0 ? $"skipped {lines.SkippedBytes}" : Encoding.UTF8.GetString(lines.Current));
        return read;
    }

    /// <summary>Gives its bytes in pieces, as a pipe does.</summary>
    private sealed class CutStream(byte[] bytes, Func<int> cut) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, cut())], cancellationToken);
    }
}
