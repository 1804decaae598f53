using System.Net;
using Pipeline.Ingress.Tests.Hosting;
using Pipeline.Transport.Secrets;

namespace Pipeline.Ingress.Tests.Security;

public sealed class RunTokenTests
{
    private static readonly (string, string) Token = ("Ingress:AuthToken", "secret-token");

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("x-api-key", "")]
    public async Task A_run_may_ask_the_model_with_its_own_token(string header, string scheme)
    {
        await using var host = await IngressHost.StartAsync(Token);
        using var request = Requests.Hello(stream: false);
        request.Headers.Add(header, scheme + Issue("secret-token", TimeSpan.FromHours(1)));
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_run_may_count_tokens_and_its_requests_are_noted_under_its_node()
    {
        await using var host = await IngressHost.StartAsync(Token);
        host.Client.DefaultRequestHeaders.Add("x-api-key", Issue("secret-token", TimeSpan.FromHours(1)));
        using var count = Requests.Hello(stream: false);
        count.RequestUri = new Uri("/v1/messages/count_tokens", UriKind.Relative);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync(count)).StatusCode);
        using var answer = await host.Client.AskAsync(stream: false);
        Assert.Equal("node", (await host.Noted.NextAsync()).Node);
    }

    [Fact]
    public async Task A_run_gets_nowhere_else()
    {
        await using var host = await IngressHost.StartAsync(Token);
        foreach (var path in new[] { "/v1/models", "/v1/models/nvidia_nim/m" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("x-api-key", Issue("secret-token", TimeSpan.FromHours(1)));
            using var response = await host.Client.SendAsync(request);
            Assert.Contains("POST /v1/messages and /v1/messages/count_tokens alone", await response.ErrorAsync(403, "permission_error"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("secret-token", -1)]
    [InlineData("another-token", 3600)]
    public async Task A_token_that_has_ended_or_is_anothers_is_refused_with_a_status_that_the_CLI_does_not_repeat(string secret, int seconds)
    {
        await using var host = await IngressHost.StartAsync(Token);
        using var request = Requests.Hello(stream: false);
        var token = Issue(secret, TimeSpan.FromSeconds(seconds));
        request.Headers.Add("x-api-key", token);
        using var response = await host.Client.SendAsync(request);
        var message = await response.ErrorAsync(403, "permission_error");
        Assert.Contains("ANTHROPIC_AUTH_TOKEN", message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, message, StringComparison.Ordinal);
    }

    private static string Issue(string secret, TimeSpan life) =>
        new RunTokens(secret).Issue(new RunToken("node", TimeProvider.System.GetUtcNow() + life));
}
