using System.Text;
using System.Text.Json;

namespace Pipeline.Ingress.Tests.Hosting;

/// <summary>Requests and readings that most tests of the ingress need.</summary>
internal static class Requests
{
    public static HttpRequestMessage Hello(bool stream) => Post(
        $$"""{"model":"claude-opus-5","max_tokens":100,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""");

    public static HttpRequestMessage Post(string json, string contentType = "application/json") => new(HttpMethod.Post, "/v1/messages?beta=true")
    {
        Content = new StringContent(json, Encoding.UTF8, contentType),
    };

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, bool stream) =>
        client.SendAsync(Hello(stream), HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Asserts that a response is an error in Anthropic's form, and returns its message.</summary>
    public static async Task<string> ErrorAsync(this HttpResponseMessage response, int status, string type)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("error", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(type, body.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(Assert.Single(response.Headers.GetValues("request-id")), body.RootElement.GetProperty("request_id").GetString());
        return body.RootElement.GetProperty("error").GetProperty("message").GetString()!;
    }
}
