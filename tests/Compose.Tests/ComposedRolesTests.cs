using System.Net;
using Pipeline.Compose.Tests.Declared;
using Pipeline.Compose.Tests.Running;
using Pipeline.TestKit;
using Pipeline.TestKit.Grammar;
using Pipeline.TestKit.Sse;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Compose.Tests;

/// <summary>
/// There is no engine where the tests run. So what compose.yaml and the Dockerfile declare is carried out
/// without one: the same builds, programs, variables, health checks and signals.
/// </summary>
public sealed class ComposedRolesTests
{
    [Fact]
    public async Task What_compose_declares_is_built_becomes_healthy_answers_and_stops_in_its_time()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.RequiredKey = "nvapi-test-key";
        upstream.Default = UpstreamReply.Answer("out of ", "a container");
        var compose = ComposeFile.Read(TestEnvironment.Create());
        await using var composition = await Composition.UpAsync(compose, new Dictionary<string, int> { ["workers-nim"] = 2 }, upstream.ApiAddress);

        Assert.Equal("out of a container", await AskAsync(composition.Ingress.Address, "client-token"));
        await RefusesStrangersAsync(composition.Ingress.Address);
        Assert.Equal((0, "[]"), await composition.RunAsync(compose.Services["dead-letters"], "list", "--json"));
        Assert.All(await composition.DownAsync(), code => Assert.Equal(0, code));
    }

    [Fact]
    public async Task The_broker_is_configured_as_declared()
    {
        var compose = ComposeFile.Read(TestEnvironment.Create());
        await using var network = await Network.StartAsync(compose);

        var timeout = await network.Broker.ControlAsync("eval", "application:get_env(rabbit, consumer_timeout).");
        var users = await network.Broker.ControlAsync("list_users");

        Assert.Equal("{ok,86400000}", timeout.Trim());
        Assert.Contains("pipeline\t[administrator]", users, StringComparison.Ordinal);
        Assert.DoesNotContain("guest", users, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_check_fails_where_nothing_runs()
    {
        var compose = ComposeFile.Read(TestEnvironment.Create());
        await using var composition = await Composition.UpAsync(compose, new Dictionary<string, int>());

        await composition.DownAsync();

        Assert.False(await composition.Ingress.IsHealthyAsync());
    }

    [Fact]
    public async Task A_role_writes_nothing_beside_its_program()
    {
        var compose = ComposeFile.Read(TestEnvironment.Create());
        var directories = new List<string>();
        foreach (var role in compose.Roles) directories.Add((await Images.Built)[compose.Services[role].Build!.Target].Directory);
        var before = Entries(directories);

        await using (var composition = await Composition.UpAsync(compose, new Dictionary<string, int>())) await composition.DownAsync();

        Assert.Equal(before, Entries(directories));
    }

    private static async Task<string> AskAsync(Uri ingress, string token)
    {
        using var client = new SseClient(ingress, token);
        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());
        if (response.Status != HttpStatusCode.OK) Assert.Fail($"{response.Status}: {await response.ReadJsonAsync()}");
        await response.ReadToEndAsync().Soon();
        return MessageGrammar.CheckSse(response.RawBytes).EnsureValid().Text;
    }

    private static async Task RefusesStrangersAsync(Uri ingress)
    {
        using var client = new SseClient(ingress, "another-token");
        using var response = await client.PostMessageAsync(AnthropicRequests.Hello());
        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
    }

    private static string[] Entries(IEnumerable<string> directories) =>
        [.. directories.SelectMany(directory => Directory.GetFileSystemEntries(directory, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
}
