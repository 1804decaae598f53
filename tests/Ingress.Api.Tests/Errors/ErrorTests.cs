using System.Net;
using System.Text.Json;
using Pipeline.Ingress.Tests.Hosting;

namespace Pipeline.Ingress.Tests.Errors;

public sealed class ErrorTests
{
    [Fact]
    public async Task An_unknown_route_is_a_not_found_error()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.GetAsync("/v2/nothing");
        Assert.Contains("/v2/nothing", await response.ErrorAsync(404, "not_found_error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_one()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.GetAsync("/v1/messages");
        Assert.Contains("POST", await response.ErrorAsync(405, "invalid_request_error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Only_json_is_taken(string contentType)
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.SendAsync(Requests.Post("{}", contentType));
        Assert.Contains("application/json", await response.ErrorAsync(415, "invalid_request_error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_field_is_a_400_that_names_it()
    {
        await using var host = await IngressHost.StartAsync();
        using var response = await host.Client.SendAsync(Requests.Post("""{"model":"m","messages":[]}"""));
        Assert.Contains("messages", await response.ErrorAsync(400, "invalid_request_error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_a_413(bool chunked)
    {
        await using var host = await IngressHost.StartAsync(("Ingress:MaxBodyBytes", "1000"));
        using var request = Requests.Post($$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"{{new string('x', 2000)}}"}]}""");
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await host.Client.SendAsync(request);
        Assert.Contains("1000", await response.ErrorAsync(413, "request_too_large"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_31_MiB_is_taken()
    {
        await using var host = await IngressHost.StartAsync();
        using var request = Requests.Post($$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"{{new string('x', 31 * 1024 * 1024)}}"}]}""");
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_fault_of_ours_tells_its_id_and_nothing_else()
    {
        await using var host = await IngressHost.StartAsync();
        host.Worker.Play = (_, frames) => Answers.SendAsync(frames, Contracts.Frames.FrameKind.MessageStart, "not json at all").AsTask();
        using var response = await host.Client.AskAsync(stream: false);
        var message = await response.ErrorAsync(500, "api_error");
        Assert.Contains("req_", message, StringComparison.Ordinal);
        Assert.DoesNotContain("json", message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_models_are_listed_in_Anthropics_form()
    {
        await using var host = await IngressHost.StartAsync(("Routing:Haiku", "nvidia_nim/small"));
        using var list = JsonDocument.Parse(await host.Client.GetStringAsync("/v1/models"));
        Assert.Equal(
            ["nvidia_nim/z-ai/glm4.7", "nvidia_nim/small"],
            list.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.False(list.RootElement.GetProperty("has_more").GetBoolean());
    }
}
