using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Tests.Upstream;

public sealed class EventStreamReaderTests
{
    private static readonly string[] Lines =
        ["data: {\"a\":1}", "data:{\"ü\":\"😀\"}", "data: [DONE]", "", ": a comment", "event: message", "id: 7", "data:", "data: ", "nonsense"];

    [Fact]
    public Task However_the_bytes_arrive_the_chunks_are_the_same() => Task.Run(() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            Gen.Elements(Lines).ListOf().ToArbitrary(),
            Gen.Elements("\n", "\r\n").ToArbitrary(),
            Gen.Choose(1, 40).ListOf().ToArbitrary(),
            (lines, lineBreak, sizes) =>
            {
                var bytes = Encoding.UTF8.GetBytes(string.Join(lineBreak, lines));
                var expected = lines.Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..].Trim()).Where(data => data.Length > 0);
                return ReadAllAsync(bytes, [.. sizes]).GetAwaiter().GetResult().SequenceEqual(expected);
            })));

    [Theory]
    [InlineData("\uFEFFdata: 1")]
    [InlineData("\r\n\r\ndata: 1")]
    public async Task What_stands_before_the_first_line_does_not_hide_it_however_it_arrives(string body)
    {
        for (var size = 1; size < 6; size++) Assert.Equal(["1"], await ReadAllAsync(Encoding.UTF8.GetBytes(body), [size]));
    }

    [Fact]
    public async Task White_space_alone_holds_no_chunk() => Assert.Empty(await ReadAllAsync("\n\r\n "u8.ToArray(), [1]));

    [Fact]
    public async Task A_last_line_without_its_line_break_counts() =>
        Assert.Equal(["1", "2"], await ReadAllAsync("data: 1\n\ndata: 2"u8.ToArray(), [3]));

    [Fact]
    public async Task Events_that_a_single_line_break_separates_are_two_chunks() =>
        Assert.Equal(["1", "2"], await ReadAllAsync("data: 1\ndata: 2\n"u8.ToArray(), []));

    [Fact]
    public async Task A_body_that_is_a_JSON_document_is_one_chunk() =>
        Assert.Equal(["{\n\"data: x\"\n}"], await ReadAllAsync("{\n\"data: x\"\n}"u8.ToArray(), [1]));

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var endless = new byte[33 * 1024 * 1024];
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAllAsync(endless, []));
    }

    private static async Task<List<string>> ReadAllAsync(byte[] bytes, int[] sizes)
    {
        await using var reader = new EventStreamReader(new PiecewiseStream(bytes, sizes));
        var chunks = new List<string>();
        while (!reader.AtEnd)
        {
            await reader.FillAsync(CancellationToken.None);
            while (reader.TryRead(out var chunk)) chunks.Add(Encoding.UTF8.GetString(chunk));
        }

        return chunks;
    }
}
