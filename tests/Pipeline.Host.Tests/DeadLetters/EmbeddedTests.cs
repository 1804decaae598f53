using System.Text.Json.Nodes;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.DeadLetters;

/// <summary>From a failed request in the night to its answer in the morning, in one process.</summary>
public sealed class EmbeddedTests
{
    [Fact]
    public async Task A_request_that_fails_for_good_is_kept_once_and_its_replay_is_answered()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        for (var again = 0; again < 3; again++)
        {
            var body = AnthropicRequests.Hello(stream: again % 2 == 0, text: "the night job");
            body["metadata"] = new JsonObject { ["user_id"] = $"session {again}" };
            Assert.Equal(500, await pipeline.AskAsync(body));
        }

        var id = await pipeline.IdAsync();
        var shown = await pipeline.ShowsAsync(id, "3 times");
        Assert.Contains("the night job", shown, StringComparison.Ordinal);
        Assert.Contains("api_error: NVIDIA NIM (test/model) failed", shown, StringComparison.Ordinal);
        Assert.Contains("Attempts  4", shown, StringComparison.Ordinal);

        pipeline.Upstream.Default = UpstreamReply.Thinking("I think.", "It is done.");
        var (exitCode, output) = await pipeline.RunAsync("replay", id);

        Assert.True(exitCode == 0, output);
        shown = await pipeline.ShowsAsync(id, "It is done.");
        Assert.Contains("answered", shown, StringComparison.Ordinal);
        Assert.Contains("Answer of nvidia_nim/test/model", shown, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(await pipeline.ListAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_list_for_programs_says_what_failed_where_when_and_why()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        await pipeline.AskAsync(AnthropicRequests.Hello());
        await pipeline.IdAsync();

        var letter = Assert.Single(await pipeline.ListAsync());

        Assert.Equal(
            ["id", "queue", "message_type", "failed_at", "attempts", "error", "model"],
            letter.EnumerateObject().Select(property => property.Name));
        Assert.Equal("complete-message.nvidia_nim", letter.GetProperty("queue").GetString());
        Assert.Equal("CompleteMessage", letter.GetProperty("message_type").GetString());
        Assert.Equal("nvidia_nim/test/model", letter.GetProperty("model").GetString());
        Assert.Equal(4, letter.GetProperty("attempts").GetInt32());
        Assert.True(letter.GetProperty("failed_at").TryGetDateTimeOffset(out _));
        Assert.Equal(["type", "message"], letter.GetProperty("error").EnumerateObject().Select(property => property.Name));
        Assert.Equal((0, "[]"), await pipeline.RunAsync("list", "--json", "--queue", "another"));
    }

    [Fact]
    public async Task A_replay_may_name_another_model()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        await pipeline.AskAsync(AnthropicRequests.Hello());
        var id = await pipeline.IdAsync();

        pipeline.Upstream.Responder = request => request.Model == "other/model" ? UpstreamReply.Answer("by another") : null;
        var (exitCode, output) = await pipeline.RunAsync("replay", "--all", "--model", "nvidia_nim/other/model");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Answer of nvidia_nim/other/model", await pipeline.ShowsAsync(id, "by another"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_that_fails_again_is_the_same_dead_letter()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        await pipeline.AskAsync(AnthropicRequests.Hello());
        var id = await pipeline.IdAsync();

        Assert.Equal(0, (await pipeline.RunAsync("replay", id)).ExitCode);

        Assert.Contains("waiting", await pipeline.ShowsAsync(id, "2 times"), StringComparison.Ordinal);
        Assert.Single(await pipeline.ListAsync());
    }

    [Fact]
    public async Task The_clients_own_mistakes_are_none()
    {
        await using var pipeline = await FailingPipeline.StartAsync(("ANTHROPIC_AUTH_TOKEN", "clients-token"));
        pipeline.Upstream.Enqueue(UpstreamReply.BadRequest("no such parameter"), UpstreamReply.Body(413, "text/plain", "too large"));

        Assert.Equal(401, await pipeline.AskAsync(AnthropicRequests.Hello(), token: "wrong"));
        Assert.Equal(400, await pipeline.AskAsync(AnthropicRequests.Hello(text: "refused"), token: "clients-token"));
        Assert.Equal(413, await pipeline.AskAsync(AnthropicRequests.Hello(text: "too large"), token: "clients-token"));
        Assert.Equal(500, await pipeline.AskAsync(AnthropicRequests.Hello(text: "no fault of the client"), token: "clients-token"));

        // The last one is there, so those before it would be.
        Assert.Contains("no fault of the client", await pipeline.ShowsAsync(await pipeline.IdAsync(), "Request"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_requests_can_be_left_out()
    {
        await using var pipeline = await FailingPipeline.StartAsync(("DEAD_LETTER_MODEL_REQUESTS", "false"));

        await pipeline.AskAsync(AnthropicRequests.Hello());
        await pipeline.StopHostAsync();

        Assert.Empty(await pipeline.ListAsync());
    }

    [Fact]
    public async Task Our_key_is_neither_stored_with_the_fault_nor_shown_though_both_sides_repeat_it()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        pipeline.Upstream.Default = UpstreamReply.Body(500, "application/json", $$$"""{"error":{"message":"bad key {{{FailingPipeline.Key}}}"}}""");
        await pipeline.AskAsync(AnthropicRequests.Hello(text: $"my key is {FailingPipeline.Key}"));
        var id = await pipeline.IdAsync();

        var shown = await pipeline.ShowsAsync(id, "my key is [key]");
        var listed = (await pipeline.RunAsync("list", "--json")).Output;

        Assert.DoesNotContain(FailingPipeline.Key, shown + listed + pipeline.Host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_host_they_are_listed_and_discarded_all_the_same_but_not_replayed()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        await pipeline.AskAsync(AnthropicRequests.Hello(text: "still here"));
        var id = await pipeline.IdAsync();
        await pipeline.StopHostAsync();

        Assert.Contains("still here", await pipeline.ShowsAsync(id, "waiting"), StringComparison.Ordinal);
        var (exitCode, output) = await pipeline.RunAsync("replay", id);
        Assert.Equal(1, exitCode);
        Assert.Contains("needs the running host", output, StringComparison.Ordinal);
        Assert.Equal((0, $"{id} is discarded."), await pipeline.RunAsync("discard", id));
        Assert.Empty(await pipeline.ListAsync());
        Assert.Equal(1, (await pipeline.RunAsync("discard", id)).ExitCode);
    }

    [Fact]
    public async Task A_replay_that_dies_with_its_host_waits_again()
    {
        await using var pipeline = await FailingPipeline.StartAsync();
        await pipeline.AskAsync(AnthropicRequests.Hello());
        var id = await pipeline.IdAsync();
        pipeline.Upstream.Default = UpstreamReply.Stream().SendHeaders().Silence();
        Assert.Equal(0, (await pipeline.RunAsync("replay", id)).ExitCode);
        await pipeline.ShowsAsync(id, "replayed");

        await pipeline.KillHostAsync();
        await pipeline.StartHostAsync();

        await pipeline.ShowsAsync(id, "waiting");
    }

    [Fact]
    public async Task The_operators_socket_is_its_owners_alone_and_no_address_of_the_host()
    {
        await using var pipeline = await FailingPipeline.StartAsync();

        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(pipeline.Host.Address, "dead-letters"));

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(pipeline.StateDirectory, "host.sock")));
        Assert.Equal(404, (int)response.StatusCode);
        Assert.DoesNotContain(".sock", pipeline.Host.Output, StringComparison.Ordinal);
    }
}
