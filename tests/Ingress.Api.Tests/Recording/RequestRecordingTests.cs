using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Tests.Hosting;
using Pipeline.Persistence.RequestLog;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Recording;

/// <summary>The row that each way to end leaves in the request log.</summary>
public sealed class RequestRecordingTests
{
    private static readonly Failure Busy = new() { Status = 529, Type = ErrorTypes.Overloaded, Message = "busy" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_leaves_one_row_with_what_it_used_and_how_long_it_took(bool stream)
    {
        await using var host = await IngressHost.StartAsync(("Routing:Opus", "nvidia_nim/some/model"));
        using var request = Requests.Hello(stream);
        request.Headers.Add("user-agent", "claude-cli/2.1.330 (external, cli)");
        request.Headers.Add("x-claude-code-session-id", "14e422b6");
        using var response = await host.Client.SendAsync(request);

        var row = await host.Noted.NextAsync();
        Assert.Equal(Assert.Single(response.Headers.GetValues("request-id")), row.RequestId);
        Assert.Equal(("claude-cli/2.1.330 (external, cli)", "14e422b6"), (row.Client, row.Session));
        Assert.Equal(("claude-opus-5", RequestRoutes.Model, "nvidia_nim", "some/model", stream), (row.RequestedModel, row.Route, row.Provider, row.Model, row.Stream));
        Assert.Equal((4, 2), (row.InputTokens, row.OutputTokens));
        Assert.InRange(row.FirstTokenMs!.Value, 0, row.DurationMs);
        Assert.Equal((RequestOutcome.Completed, 200, null, 1), (row.Outcome, row.Status, row.ErrorType, row.Attempts));
        Assert.Equal(0, host.Noted.Count);
    }

    [Fact]
    public async Task A_long_name_is_not_cut_in_the_middle_of_a_character()
    {
        await using var host = await IngressHost.StartAsync();
        var name = $"nvidia_nim/{new string('x', 244)}";
        using var request = Requests.Post($$"""{"model":"{{name}}🙂","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""");
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(name, (await host.Noted.NextAsync()).RequestedModel);
    }

    [Fact]
    public async Task Prompts_and_answers_are_not_kept_unless_asked_for()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.AskAsync(stream: true);

        var row = await host.Noted.NextAsync();
        Assert.Equal((null, null), (row.Prompt, row.Answer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prompts_and_answers_are_kept_where_asked_for(bool stream)
    {
        await using var host = await IngressHost.StartAsync(("RequestLog:Content", "true"));
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await Answers.TextAsync(frames, "hello ");
            await Answers.TextAsync(frames, "wörld");
            await Answers.SendAsync(frames, FrameKind.ContentBlockStop, """{"type":"content_block_stop","index":0}""");
            await Answers.SendAsync(frames, FrameKind.ContentBlockStart, """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}}""");
            await Answers.SendAsync(frames, FrameKind.ContentBlockDelta, """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"command\":\"ls\"}"}}""");
            await Answers.SendAsync(frames, FrameKind.ContentBlockStop, """{"type":"content_block_stop","index":1}""");
            await Answers.SendAsync(frames, FrameKind.MessageDelta, """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":2}}""");
            await Answers.SendAsync(frames, FrameKind.MessageStop, """{"type":"message_stop"}""");
        };
        using var response = await host.Client.AskAsync(stream);

        var row = await host.Noted.NextAsync();
        Assert.Equal(await Requests.Hello(stream).Content!.ReadAsStringAsync(), row.Prompt);
        Assert.Equal("hello wörld\n[tool_use Bash] {\"command\":\"ls\"}", row.Answer);
    }

    [Fact]
    public async Task Long_content_is_cut_between_two_characters()
    {
        await using var host = await IngressHost.StartAsync(("RequestLog:Content", "true"));
        var piece = string.Concat(Enumerable.Repeat("🙂", 1_000));
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await Answers.TextAsync(frames, "x");
            for (var count = 0; count < 40; count++) await Answers.TextAsync(frames, piece);
            await Answers.EndAsync(frames);
        };
        var prompt = string.Concat(Enumerable.Repeat("ä", 200_000));
        using var response = await host.Client.SendAsync(Requests.Post($$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"{{prompt}}"}]}"""));

        var row = await host.Noted.NextAsync();
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(row.Prompt!), RequestLogOptions.MaxPromptBytes - 3, RequestLogOptions.MaxPromptBytes);
        Assert.InRange(row.Answer!.Length, RequestLogOptions.MaxAnswerLength - 1, RequestLogOptions.MaxAnswerLength);
        Assert.All([row.Prompt!, row.Answer], text => Assert.DoesNotContain("\uFFFD", text, StringComparison.Ordinal));
        Assert.False(char.IsHighSurrogate(row.Answer[^1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_leaves_its_status(bool stream)
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = (_, frames) => frames.FailAsync(Busy, CancellationToken.None).AsTask();
        using var response = await host.Client.AskAsync(stream);

        var row = await host.Noted.NextAsync();
        Assert.Equal((RequestOutcome.Failed, 529, "overloaded_error", 1), (row.Outcome, row.Status, row.ErrorType, row.Attempts));
        Assert.Equal((RequestRoutes.Model, null, null), (row.Route, row.FirstTokenMs, row.OutputTokens));
    }

    [Fact]
    public async Task An_error_in_mid_stream_leaves_what_was_known_by_then()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await frames.FailAsync(Busy with { Status = 500, Type = ErrorTypes.Api }, CancellationToken.None);
        };
        using var response = await host.Client.AskAsync(stream: true);

        var row = await host.Noted.NextAsync();
        Assert.Equal((RequestOutcome.Interrupted, 200, "api_error"), (row.Outcome, row.Status, row.ErrorType));
        Assert.Equal((3, null), (row.InputTokens, row.OutputTokens));
        Assert.NotNull(row.FirstTokenMs);
    }

    [Fact]
    public async Task A_connection_that_had_to_be_cut_counts_as_interrupted()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await Answers.SendAsync(frames, (FrameKind)99, "{}");
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await host.Client.AskAsync(stream: true);
            await response.Content.ReadAsStringAsync();
        });

        Assert.Equal(RequestOutcome.Interrupted, (await host.Noted.NextAsync()).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_before_the_answer_was_told_nothing(bool stream)
    {
        await using var host = await IngressHost.StartAsync();
        var working = new TaskCompletionSource();
        host.Worker.Play = (_, _) =>
        {
            working.SetResult();
            return host.Worker.Cancelled.Task;
        };
        using var leaving = new CancellationTokenSource();
        var asking = host.Client.SendAsync(Requests.Hello(stream), HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await working.Task.Soon();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await host.Worker.Cancelled.Task.Soon();
        var row = await host.Noted.NextAsync();
        Assert.Equal((RequestOutcome.Cancelled, null, null), (row.Outcome, row.Status, row.ErrorType));
    }

    [Fact]
    public async Task A_client_that_leaves_in_mid_stream_leaves_a_cancelled_row()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await host.Worker.Cancelled.Task;
        };
        using (var response = await host.Client.AskAsync(stream: true))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            await reader.ReadLineAsync();
        }

        await host.Worker.Cancelled.Task.Soon();
        var row = await host.Noted.NextAsync();
        Assert.Equal((RequestOutcome.Cancelled, 200, 3), (row.Outcome, row.Status, row.InputTokens));
    }

    [Theory]
    [InlineData("{", 400, "invalid_request_error")]
    [InlineData("""{"model":"m","max_tokens":1}""", 400, "invalid_request_error")]
    [InlineData("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"far too long"}]}""", 413, "request_too_large")]
    public async Task A_request_that_is_wrong_is_rejected(string body, int status, string type)
    {
        await using var host = await IngressHost.StartAsync(("Ingress:MaxBodyBytes", "60"));
        using var response = await host.Client.SendAsync(Requests.Post(body));

        var row = await host.Noted.NextAsync();
        Assert.Equal((RequestOutcome.Rejected, status, type), (row.Outcome, row.Status, row.ErrorType));
        Assert.Equal((null, null, 0), (row.Route, row.Model, row.Attempts));
    }

    [Fact]
    public async Task A_wrong_token_is_rejected_and_no_token_is_ever_kept()
    {
        await using var host = await IngressHost.StartAsync(("Ingress:AuthToken", "s3cret-right"), ("RequestLog:Content", "true"));
        foreach (var token in new[] { "s3cret-wrong", "s3cret-right" })
        {
            using var request = Requests.Hello(stream: false);
            request.Headers.Add("x-api-key", token);
            using var response = await host.Client.SendAsync(request);
        }

        var (wrong, right) = (await host.Noted.NextAsync(), await host.Noted.NextAsync());
        Assert.Equal((RequestOutcome.Rejected, 401), (wrong.Outcome, wrong.Status));
        Assert.Equal(RequestOutcome.Completed, right.Outcome);
        Assert.DoesNotContain("s3cret", $"{wrong}{right}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_routes_leave_no_row()
    {
        await using var host = await IngressHost.StartAsync();
        foreach (var path in new[] { "/", "/health", "/v1/models", "/v1/messages" })
        {
            using var other = await host.Client.GetAsync(path);
        }

        Assert.Equal(0, host.Noted.Count);
    }
}
