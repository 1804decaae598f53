using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.TestKit.Upstream;

namespace Pipeline.TestKit.Tests.Upstream;

public sealed class FakeUpstreamAnswerTests
{
    [Fact]
    public async Task Streamed_answer_has_role_text_finish_reason_and_end_marker()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Answer("Grüß", " Gott"));
        using var client = new ChatClient(upstream);

        var data = ChatClient.DataOf(await client.ReadAsync());

        Assert.Equal("[DONE]", data[^1]);
        var choices = data.SkipLast(1).Select(chunk => JsonNode.Parse(chunk)!["choices"]![0]!).ToList();
        Assert.Equal("assistant", (string?)choices[0]["delta"]!["role"]);
        Assert.Equal("Grüß Gott", string.Concat(choices.Select(choice => (string?)choice["delta"]!["content"])));
        Assert.Equal("stop", (string?)choices[^1]["finish_reason"]);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Usage_is_streamed_only_to_a_request_that_asks_for_it(bool asks, int expected)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var client = new ChatClient(upstream);

        var data = ChatClient.DataOf(await client.ReadAsync(usage: asks));

        Assert.Equal(expected, data.Count(chunk => chunk.Contains("prompt_tokens", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tool_call_arguments_arrive_in_pieces_that_join_to_the_original()
    {
        const string Arguments = """{"path":"/a/rather/long/path/to/some/file.txt"}""";
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.ToolCalls(("Read", Arguments), ("Glob", "{}")));
        using var client = new ChatClient(upstream);

        var calls = ChatClient.DataOf(await client.ReadAsync()).SkipLast(1)
            .Select(chunk => JsonNode.Parse(chunk)!["choices"]![0]!["delta"]!["tool_calls"]?[0])
            .OfType<JsonNode>().ToList();

        var first = calls.Where(call => (int)call["index"]! == 0).ToList();
        Assert.True(first.Count > 2);
        Assert.Equal(Arguments, string.Concat(first.Select(call => (string?)call["function"]!["arguments"])));
        Assert.Equal(2, calls.Select(call => (string?)call["id"]).OfType<string>().Distinct().Count());
    }

    [Fact]
    public async Task Request_without_stream_gets_the_same_answer_as_one_body()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(UpstreamReply.Stream().Reasoning("hm").Text("a").Text("b").ToolCall("Read", "{}").Complete("tool_calls"));
        using var client = new ChatClient(upstream);

        var answer = JsonElement.Parse(await client.ReadAsync(stream: false));

        var message = answer.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal("ab", message.GetProperty("content").GetString());
        Assert.Equal("hm", message.GetProperty("reasoning_content").GetString());
        Assert.Equal("Read", message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
        Assert.True(answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() > 0);
    }

    [Theory]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 7, 1, 64 })]
    [InlineData(new[] { 100_000 })]
    public async Task Cutting_changes_no_byte_of_the_stream(int[] sizes)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var reply = UpstreamReply.Answer("Grüße", " an →", " alle").WithHeader("x-test", "1");
        upstream.Enqueue(reply, reply.CutInto(sizes));
        using var client = new ChatClient(upstream);

        var whole = await client.ReadAsync();
        var cut = await client.ReadAsync();

        Assert.Equal(whole.Replace("chatcmpl-1", "chatcmpl-2", StringComparison.Ordinal), cut);
    }

    [Fact]
    public async Task Pieces_are_sent_one_by_one_whatever_the_boundaries_of_events()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var held = new TaskCompletionSource();
        upstream.Enqueue(UpstreamReply.Stream().CutInto(5).Raw("data: a").WaitFor(held).Raw("bc\n\n"));
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[7];
        await body.ReadExactlyAsync(buffer).AsTask().Soon();
        Assert.Equal("data: a"u8, buffer);

        held.SetResult();
        using var rest = new StreamReader(body);
        Assert.Equal("bc\n\n", await rest.ReadToEndAsync().Soon());
    }

    [Fact]
    public async Task Model_list_names_the_models_and_is_kept_apart_from_completions()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.ModelIds = ["a/one", "b/two"];
        using var http = new HttpClient();

        var list = JsonElement.Parse(await http.GetStringAsync(new Uri(upstream.ApiAddress + "/models")));

        Assert.Equal(["a/one", "b/two"], list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.Equal(0, upstream.Requests.Count);
        Assert.Equal("/v1/models", Assert.Single(upstream.OtherRequests.All).Path);
    }

    [Fact]
    public async Task Wrong_key_is_rejected_when_one_is_required()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.RequiredKey = "nvapi-right";
        using var client = new ChatClient(upstream);

        using var response = await client.SendAsync();

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
