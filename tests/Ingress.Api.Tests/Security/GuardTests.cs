using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Pipeline.Ingress.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.Transport.Settings;

namespace Pipeline.Ingress.Tests.Security;

public sealed class GuardTests
{
    private static readonly (string, string) Token = ("Ingress:AuthToken", "secret-token");

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_origin_is_refused_on_every_route(string origin)
    {
        await using var host = await IngressHost.StartAsync();
        foreach (var path in new[] { "/", "/health", "/health/live", "/v1/models", "/nowhere" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Origin", origin);
            using var response = await host.Client.SendAsync(request);
            await response.ErrorAsync(403, "permission_error");
        }
    }

    [Fact]
    public async Task The_servers_own_origin_is_let_in()
    {
        await using var host = await IngressHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_foreign_host_is_refused_on_a_loopback_binding()
    {
        await using var host = await IngressHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "evil.example" } };
        using var response = await host.Client.SendAsync(request);
        await response.ErrorAsync(403, "permission_error");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:8082")]
    [InlineData("[::1]:8082")]
    public async Task This_machines_own_names_are_let_in(string name)
    {
        await using var host = await IngressHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = name } };
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:8082")]
    [InlineData("0.0.0.0")]
    public async Task Names_that_merely_look_like_this_machines_are_refused(string name)
    {
        await using var host = await IngressHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = name } };
        using var response = await host.Client.SendAsync(request);
        await response.ErrorAsync(403, "permission_error");
    }

    [Fact]
    public async Task A_client_that_names_no_host_is_let_in()
    {
        await using var host = await IngressHost.StartAsync();
        using var client = new TcpClient("127.0.0.1", host.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync("GET /health/live HTTP/1.0\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_unix_socket_needs_no_token_and_does_not_open_loopback_to_foreign_hosts()
    {
        using var directory = new TemporaryDirectory("socket");
        await using var host = await IngressHost.StartAsync(("urls", $"http://127.0.0.1:0;http://unix:{directory.Path}/pipeline.sock"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "evil.example" } };
        using var response = await host.Client.SendAsync(request);
        await response.ErrorAsync(403, "permission_error");
    }

    [Fact]
    public async Task With_a_token_a_wider_binding_takes_any_host()
    {
        await using var host = await IngressHost.StartAsync(Token, ("urls", "http://0.0.0.0:0"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "pipeline.example" } };
        request.Headers.Add("x-api-key", "secret-token");
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://some-host:0")]
    public async Task Without_a_token_a_wider_binding_does_not_start(string urls)
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() => IngressHost.StartAsync(("urls", urls)));
        Assert.Contains("ANTHROPIC_AUTH_TOKEN is not set", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_Kestrels_own_endpoints_are_guarded_as_well() =>
        await Assert.ThrowsAsync<SettingsException>(() => IngressHost.StartAsync(("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:0")));

    [Fact]
    public async Task A_client_without_the_token_is_refused_and_one_with_it_let_in()
    {
        await using var host = await IngressHost.StartAsync(Token);
        await RefusedAsync(host, _ => { });
        await RefusedAsync(host, headers => headers.Add("x-api-key", "wrong"));
        await RefusedAsync(host, headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret"));
        await RefusedAsync(host, headers => headers.Authorization = new AuthenticationHeaderValue("Basic", "secret-token"));

        await AcceptedAsync(host, headers => headers.Add("x-api-key", "secret-token"));
        await AcceptedAsync(host, headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret-token"));
    }

    [Fact]
    public async Task Health_and_the_first_contact_need_no_token()
    {
        await using var host = await IngressHost.StartAsync(Token);
        foreach (var path in new[] { "/", "/health", "/health/live", "/health/ready" })
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"))).StatusCode);
    }

    private static async Task RefusedAsync(IngressHost host, Action<HttpRequestHeaders> set)
    {
        using var response = await SendAsync(host, set);
        var message = await response.ErrorAsync(401, "authentication_error");
        Assert.DoesNotContain("secret-token", message, StringComparison.Ordinal);
    }

    private static async Task AcceptedAsync(IngressHost host, Action<HttpRequestHeaders> set)
    {
        using var response = await SendAsync(host, set);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(IngressHost host, Action<HttpRequestHeaders> set)
    {
        using var request = Requests.Hello(stream: false);
        set(request.Headers);
        return await host.Client.SendAsync(request);
    }
}
