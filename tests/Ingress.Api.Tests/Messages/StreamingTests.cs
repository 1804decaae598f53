using System.Text.Json;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Tests.Hosting;

namespace Pipeline.Ingress.Tests.Messages;

public sealed class StreamingTests
{
    private static readonly Failure Overload = new() { Status = 529, Type = ErrorTypes.Overloaded, Message = "busy", RetryAfterSeconds = 7, Retryable = true };
    private static readonly Failure Broken = new() { Status = 500, Type = ErrorTypes.Api, Message = "broken", Retryable = true };

    [Fact]
    public async Task An_answer_is_relayed_event_by_event()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.AskAsync(stream: true);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith($"event: message_start\ndata: {Answers.Start}\n\nevent: content_block_start\ndata: ", body, StringComparison.Ordinal);
        Assert.Contains("wörld", body, StringComparison.Ordinal);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_carries_the_clients_own_bytes_and_the_route()
    {
        await using var host = await IngressHost.StartAsync(("Routing:Opus", "nvidia_nim/some/model"));
        const string body = """{"model":"claude-opus-5" , "max_tokens":1,"messages":[{"role":"user","content":"ü"}]}""";
        using var response = await host.Client.SendAsync(Requests.Post(body));

        var command = await host.Worker.Received.Task;
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(command.Body));
        Assert.Equal(("nvidia_nim", "some/model", "claude-opus-5", false), (command.Provider, command.Model, command.RequestedModel, command.Stream));
        Assert.Equal(Assert.Single(response.Headers.GetValues("request-id")), command.RequestId);
    }

    [Fact]
    public async Task A_failure_before_the_first_event_is_a_real_status()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = (_, frames) => frames.FailAsync(Overload, CancellationToken.None).AsTask();
        using var response = await host.Client.AskAsync(stream: true);

        Assert.StartsWith("busy (request req_", await response.ErrorAsync(529, "overloaded_error"), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_failure_after_the_first_event_is_an_error_event_and_the_last()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = async (_, frames) =>
        {
            await Answers.BeginAsync(frames);
            await frames.FailAsync(Broken, CancellationToken.None);
        };
        using var response = await host.Client.AskAsync(stream: true);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        using var error = JsonDocument.Parse(body[(body.LastIndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        Assert.Equal("api_error", error.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.DoesNotContain("message_stop", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_bridged_by_pings_and_a_failure_after_them_makes_the_client_stream_again()
    {
        await using var host = await IngressHost.StartAsync(("Ingress:PingAfterSeconds", "0.01"));
        var pinged = new TaskCompletionSource();
        host.Worker.Play = async (_, frames) =>
        {
            await pinged.Task;
            await frames.FailAsync(Broken, CancellationToken.None);
        };
        using var response = await host.Client.AskAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("event: ping", await reader.ReadLineAsync());
        pinged.SetResult();
        var rest = await reader.ReadToEndAsync();

        Assert.Contains("event: error", rest, StringComparison.Ordinal);
        Assert.Contains("overloaded_error", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_does_not_stream_gets_the_same_message_as_one_body()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.AskAsync(stream: false);
        using var message = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("hello wörld", message.RootElement.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("end_turn", message.RootElement.GetProperty("stop_reason").GetString());
        Assert.Equal(4, message.RootElement.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(2, message.RootElement.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task A_client_that_leaves_stops_the_worker()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = (_, frames) => Answers.BeginAsync(frames);
        using (var response = await host.Client.AskAsync(stream: true))
        {
            Assert.Equal(200, (int)response.StatusCode);
        }

        var cancelled = await host.Worker.Cancelled.Task;
        Assert.Equal((await host.Worker.Received.Task).StreamId, cancelled.StreamId);
    }

    [Fact]
    public async Task A_request_that_no_worker_takes_is_told_so()
    {
        await using var host = await IngressHost.StartAsync(("Ingress:StartTimeoutSeconds", "1"));
        var busy = new TaskCompletionSource();
        host.Worker.BeforeStart = busy.Task;
        using var response = await host.Client.AskAsync(stream: true);
        busy.SetResult();

        Assert.Contains("No worker took the request", await response.ErrorAsync(529, "overloaded_error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shutdown_ends_running_answers_with_an_error_not_with_a_cut()
    {
        await using var host = await IngressHost.StartAsync(("Ingress:DrainSeconds", "0.05"));
        host.Worker.Play = (_, frames) => Answers.BeginAsync(frames);
        using var response = await host.Client.AskAsync(stream: true);
        var stopping = host.StopAsync();
        var body = await response.Content.ReadAsStringAsync();
        await stopping;

        Assert.Contains("shutting down", body, StringComparison.Ordinal);
        Assert.Contains("event: error", body, StringComparison.Ordinal);
    }
}
