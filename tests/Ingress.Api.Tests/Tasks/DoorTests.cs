using Pipeline.Ingress.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.Transport.Secrets;

namespace Pipeline.Ingress.Tests.Tasks;

/// <summary>Who does not get in to where commands are run.</summary>
public sealed class DoorTests
{
    private static readonly (string Method, string Path)[] Routes =
    [
        ("POST", "/v1/tasks"), ("GET", "/v1/tasks/task_1"), ("GET", "/v1/tasks/task_1/events"), ("DELETE", "/v1/tasks/task_1"),
        ("POST", "/v1/tasks/task_1/resume"), ("POST", "/v1/tasks/task_1/retry"), ("GET", "/v1/trees"), ("GET", "/v1/trees/tree_1"),
        ("DELETE", "/v1/trees/tree_1"), ("POST", "/stop"), ("GET", "/v1/stats"),
    ];

    [Fact]
    public async Task Without_a_configured_token_the_door_is_shut_and_says_what_to_do()
    {
        await using var host = await IngressHost.StartAsync();
        foreach (var request in Requests())
        {
            using var response = await host.Client.SendAsync(request);
            Assert.Contains("set ANTHROPIC_AUTH_TOKEN", await response.ErrorAsync(403, "permission_error"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_place_for_state_the_door_is_shut_and_says_what_to_do()
    {
        await using var host = await IngressHost.StartAsync(("Ingress:AuthToken", TasksHost.Token));
        foreach (var request in Requests(TasksHost.Token))
        {
            using var response = await host.Client.SendAsync(request);
            Assert.Contains("set DATABASE_URL", await response.ErrorAsync(403, "permission_error"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stranger_and_a_run_do_not_get_in()
    {
        await using var host = await TasksHost.StartAsync();
        host.Client.DefaultRequestHeaders.Clear();
        var ofRun = new RunTokens(TasksHost.Token).Issue(new RunToken("node", TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1)));
        foreach (var (token, status, type) in new[] { ("wrong", 401, "authentication_error"), (ofRun, 403, "permission_error") })
        {
            foreach (var request in Requests(token))
            {
                using var response = await host.Client.SendAsync(request).Soon();
                await response.ErrorAsync(status, type);
            }
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Host", "evil.example")]
    public async Task A_web_page_does_not_get_in_even_with_the_token(string header, string value)
    {
        await using var host = await TasksHost.StartAsync();
        foreach (var request in Requests())
        {
            request.Headers.Add(header, value);
            using var response = await host.Client.SendAsync(request);
            Assert.Contains("evil.example", await response.ErrorAsync(403, "permission_error"), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<HttpRequestMessage> Requests(string? token = null)
    {
        foreach (var (method, path) in Routes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (token is not null) request.Headers.Add("x-api-key", token);
            yield return request;
        }
    }
}
