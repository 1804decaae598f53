using System.IO.Compression;
using System.Text;
using Pipeline.TestKit;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Workers.Nim.Tests.Completion;

/// <summary>What a body is shows in its bytes; what its headers say of it is often wrong.</summary>
public sealed class UpstreamBodies
{
    private const string Sse =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"well\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private const string Document =
        "{\n  \"choices\": [\n    {\n      \"message\": {\"role\": \"assistant\", \"content\": \"well\"},\n      \"finish_reason\": \"stop\"\n    }\n  ]\n}\n";

    private const string Error = "{\n  \"error\": {\n    \"message\": \"no such adapter\",\n    \"code\": 404\n  }\n}\n";

    public static TheoryData<string> ContentTypes => ["text/event-stream", "text/plain", "application/octet-stream", "application/json", "application/problem+json"];

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task An_event_stream_is_read_whatever_it_is_called(string contentType) =>
        Assert.Equal("well", await TextAsync(UpstreamReply.Body(200, contentType, Sse)));

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task A_whole_completion_is_read_whatever_it_is_called(string contentType) =>
        Assert.Equal("well", await TextAsync(UpstreamReply.Body(200, contentType, Document)));

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task An_error_with_status_200_is_told_in_its_own_words_whatever_it_is_called(string contentType)
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = UpstreamReply.Body(200, contentType, Error);

        var failure = await worker.FailureAsync();

        Assert.Equal(404, failure.Status);
        Assert.Contains("no such adapter", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, worker.Upstream.Requests.Count);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    [InlineData(": welcome\r\n\r\n")]
    public async Task What_stands_before_the_first_chunk_does_not_hide_it(string before) =>
        Assert.Equal("well", await TextAsync(UpstreamReply.Stream().Raw(before + Sse)));

    [Fact]
    public async Task Space_behind_the_end_marker_does_no_harm() =>
        Assert.Equal("well", await TextAsync(UpstreamReply.Stream().Raw(Sse.Replace("[DONE]", "[DONE]  ", StringComparison.Ordinal))));

    [Fact]
    public async Task A_whole_completion_needs_no_reason_for_its_end() =>
        Assert.Equal("well", await TextAsync(UpstreamReply.Body(200, "application/json", Document.Replace("\"stop\"", "null", StringComparison.Ordinal))));

    [Fact]
    public async Task Compressed_chunks_are_not_held_back()
    {
        await using var worker = await RunningWorker.StartAsync();
        using var body = new MemoryStream();
        await using var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(Sse[..Sse.IndexOf("data: [DONE]", StringComparison.Ordinal)]));
        await gzip.FlushAsync();
        worker.Upstream.Default = UpstreamReply.Stream().WithHeader("Content-Encoding", "gzip").Bytes(body.ToArray()).Silence();

        using var answer = worker.Receive();
        await worker.AskAsync(answer);

        await answer.Committed.Soon();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_cannot_be_decompressed_is_a_fault_that_passes(string encoding)
    {
        await using var worker = await RunningWorker.StartAsync();
        var broken = UpstreamReply.Stream().WithHeader("Content-Encoding", encoding).Raw("this is not compressed at all");
        worker.Upstream.Enqueue(broken, UpstreamReply.Answer("well"));

        Assert.Equal("well", (await worker.AnswerAsync()).Text);
    }

    private static async Task<string> TextAsync(UpstreamReply reply)
    {
        await using var worker = await RunningWorker.StartAsync();
        worker.Upstream.Default = reply;
        var text = (await worker.AnswerAsync()).Text;
        Assert.Equal(1, worker.Upstream.Requests.Count);
        return text;
    }
}
