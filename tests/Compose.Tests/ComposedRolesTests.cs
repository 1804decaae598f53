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
    // All in one, as it takes a minute until everything is up.
    [Fact]
    public async Task What_compose_declares_is_built_becomes_healthy_answers_and_stops_in_its_time_without_a_trace()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.RequiredKey = "nvapi-test-key";
        upstream.Default = UpstreamReply.Answer("out of ", "a container");
        var compose = ComposeFile.Read(TestEnvironment.Create());
        var files = await FilesAsync(compose);
        await using var composition = await Composition.UpAsync(compose, new Dictionary<string, int> { ["workers-nim"] = 2 }, upstream.ApiAddress);

        Assert.Equal("out of a container", await AskAsync(composition.Ingress.Address, "client-token"));
        await RefusesStrangersAsync(composition.Ingress.Address);
        Assert.Equal((0, "[]"), await composition.RunAsync(compose.Services["dead-letters"], "list", "--json"));

        Assert.All(await composition.DownAsync(), code => Assert.Equal(0, code));
        Assert.False(await composition.Ingress.IsHealthyAsync());
        Assert.Equal(files, await FilesAsync(compose));
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

    // A role writes nothing beside its program.
    private static async Task<string[]> FilesAsync(ComposeFile compose)
    {
        var images = await Images.Built;
        var directories = compose.Roles.Select(role => images[compose.Services[role].Build!.Target].Directory);
        return [.. directories.SelectMany(directory => Directory.GetFileSystemEntries(directory, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
    }
}
