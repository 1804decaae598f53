using System.Net;
using System.Text.Json;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Tests.Sse;

public sealed class SseClientTests
{
    [Fact]
    public async Task Events_have_names_and_json_and_the_raw_bytes_are_kept()
    {
        await using var stub = await AnthropicStub.StartAsync(_ => AnthropicStub.Text("hi"));
        using var client = new SseClient(stub.BaseAddress);

        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());
        var events = await response.ReadToEndAsync();

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            events.Select(next => next.Name));
        Assert.Equal("hi", events[2].Data.GetProperty("delta").GetProperty("text").GetString());
        Assert.Equal(AnthropicStub.Text("hi"), response.RawText);
    }

    [Fact]
    public async Task Client_can_stop_in_the_middle_and_leave()
    {
        await using var server = await FakeUpstream.StartAsync();
        server.Enqueue(UpstreamReply.Stream().Raw("event: ping\ndata: {\"type\":\"ping\"}\n\n").Silence());
        using var client = new SseClient(server.BaseAddress);
        var body = AnthropicRequests.ToUtf8(AnthropicRequests.Hello());

        using (var response = await client.PostAsync("/v1/chat/completions", body))
        {
            await foreach (var next in response.EventsAsync())
            {
                Assert.Equal("ping", next.Name);
                break;
            }

            Assert.False(server.Requests.All[0].Disconnected.IsCompleted);
        }

        await server.Requests.All[0].Disconnected.Soon();
    }

    [Fact]
    public async Task Reader_that_does_not_read_holds_the_server_back_until_it_leaves()
    {
        var allSent = new TaskCompletionSource();
        await using var server = await FakeUpstream.StartAsync();
        server.Enqueue(UpstreamReply.Stream().SendHeaders().Bytes(new byte[64 << 20]).Signal(allSent).Silence());
        using var reader = await SlowReader.PostMessageAsync(
            server.BaseAddress, AnthropicRequests.Hello(), "/v1/chat/completions");

        Assert.Contains("text/event-stream", await reader.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.False(allSent.Task.IsCompleted, "64 MiB cannot be in socket buffers.");

        reader.Reset();
        await server.Requests.All[0].Disconnected.Soon();
        Assert.False(allSent.Task.IsCompleted);
    }

    [Fact]
    public void Realistic_request_has_its_shape_and_size_and_is_the_same_each_time()
    {
        var body = AnthropicRequests.ToUtf8(AnthropicRequests.Realistic(120));
        var json = JsonElement.Parse(body);

        Assert.InRange(body.Length, 114 * 1024, 126 * 1024);
        Assert.Equal(25, json.GetProperty("tools").GetArrayLength());
        Assert.Equal(30, json.GetProperty("messages").GetArrayLength());
        Assert.Equal("user", json.GetProperty("messages")[29].GetProperty("role").GetString());
        Assert.Equal(body, AnthropicRequests.ToUtf8(AnthropicRequests.Realistic(120)));
    }
}
