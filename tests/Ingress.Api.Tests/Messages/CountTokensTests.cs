using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Ingress.Tests.Hosting;
using Pipeline.TestKit.Sse;
using Pipeline.Tokens;

namespace Pipeline.Ingress.Tests.Messages;

public sealed class CountTokensTests
{
    private const string Words = "Find the bug in the lighthouse's log, please.";

    [Fact]
    public async Task A_prompt_is_counted_without_any_worker()
    {
        await using var host = await IngressHost.StartAsync();

        var words = await CountAsync(host, $$"""{"model":"claude-opus-5","messages":[{"role":"user","content":"{{Words}}"}]}""");
        var nothing = await CountAsync(host, """{"model":"claude-opus-5","messages":[{"role":"user","content":""}]}""");

        Assert.Equal(Cl100kTokenizer.Instance.CountTokens(Words), words - nothing);
        Assert.InRange(nothing, 1, 10);
        Assert.False(host.Worker.Received.Task.IsCompleted);
        Assert.Equal(0, host.Noted.Count);
    }

    [Fact]
    public async Task Every_part_of_a_request_counts()
    {
        await using var host = await IngressHost.StartAsync();
        var request = AnthropicRequests.Realistic(120);
        var whole = await CountAsync(host, request);

        // Of 120 KB some four bytes are a token.
        Assert.InRange(whole, 20_000, 45_000);
        foreach (var part in new[] { "tools", "system" })
        {
            request.Remove(part);
            var without = await CountAsync(host, request);
            Assert.InRange(whole - without, 1_000, 20_000);
            whole = without;
        }

        request["messages"] = new JsonArray(AnthropicRequests.User("hi"));
        Assert.InRange(await CountAsync(host, request), 1, 10);
    }

    [Fact]
    public async Task A_request_that_is_not_counted_is_refused_as_it_would_not_be_answered()
    {
        await using var host = await IngressHost.StartAsync();

        Assert.Contains("messages: field required", await RefusalAsync(host, """{"model":"m"}"""), StringComparison.Ordinal);
        Assert.Contains("messages.0.content.0.text: field required", await RefusalAsync(host, """{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}"""), StringComparison.Ordinal);
        Assert.Contains("max_tokens: must be an integer", await RefusalAsync(host, """{"model":"m","max_tokens":"5","messages":[]}"""), StringComparison.Ordinal);
        Assert.Contains("not valid JSON", await RefusalAsync(host, """{"model":"m","messages":[}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_ask_a_model_may_not_count()
    {
        await using var host = await IngressHost.StartAsync(("Ingress:AuthToken", "right"));

        using var wrong = await host.Client.SendAsync(Post("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", "wrong"));
        using var right = await host.Client.SendAsync(Post("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", "right"));

        await wrong.ErrorAsync(401, "authentication_error");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.StartsWith("req_", Assert.Single(right.Headers.GetValues("request-id")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_methods_and_types_are_told_what_is_taken()
    {
        await using var host = await IngressHost.StartAsync();

        using var get = await host.Client.GetAsync("/v1/messages/count_tokens");
        Assert.Contains("POST", await get.ErrorAsync(405, "invalid_request_error"), StringComparison.Ordinal);

        using var request = Post("{}");
        request.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var text = await host.Client.SendAsync(request);
        await text.ErrorAsync(415, "invalid_request_error");
    }

    private static Task<int> CountAsync(IngressHost host, JsonObject request) => CountAsync(host, Encoding.UTF8.GetString(AnthropicRequests.ToUtf8(request)));

    private static async Task<int> CountAsync(IngressHost host, string request)
    {
        using var response = await host.Client.SendAsync(Post(request));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Assert.Single(body.RootElement.EnumerateObject(), field => field.Name == "input_tokens").Value.GetInt32();
    }

    private static async Task<string> RefusalAsync(IngressHost host, string request)
    {
        using var response = await host.Client.SendAsync(Post(request));
        return await response.ErrorAsync(400, "invalid_request_error");
    }

    private static HttpRequestMessage Post(string json, string token = "any")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages/count_tokens?beta=true") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-api-key", token);
        return request;
    }
}
