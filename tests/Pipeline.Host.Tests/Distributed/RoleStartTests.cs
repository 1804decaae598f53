using System.Net;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;

namespace Pipeline.Host.Tests.Distributed;

/// <summary>Each role as a program of its own: what it needs, where its health is asked, how it ends.</summary>
public sealed class RoleStartTests
{
    public static TheoryData<string> Roles => ["Ingress.Api", "Workers.Nim", "Workers.Optimizer", "Workers.Trees", "Workers.Telegram", "Workers.DeadLetters"];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Without_a_broker_it_says_in_one_sentence_what_to_set(string role)
    {
        var (exitCode, output) = await RoleProcess.RunToEndAsync(role, [], new() { ["DATABASE_URL"] = "postgres://127.0.0.1:1/none" });

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{role} needs a broker: set RABBITMQ_URL", output, StringComparison.Ordinal);
        Assert.Contains("Pipeline.Host", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    [Trait("Category", "Full")]
    public async Task Its_health_is_asked_on_an_address_of_its_own_which_it_logs(string role)
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var database = await TestDatabase.CreateAsync();
        var settings = OnBroker(broker);
        settings["DATABASE_URL"] = database.ConnectionString;
        await using var process = await RoleProcess.StartAsync(role, ["--urls", "http://127.0.0.1:0"], settings);
        using var http = new HttpClient { BaseAddress = process.Address };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        await process.IsReadyAsync();
        Assert.Equal(0, await HealthAsync(role, process.Address));

        Assert.Equal(0, await process.TerminateAsync().Soon());
        Assert.Equal(1, await HealthAsync(role, process.Address));
    }

    [Fact]
    public async Task A_worker_takes_a_free_loopback_port_by_default()
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var first = await RoleProcess.StartAsync("Workers.Nim", [], OnBroker(broker));
        await using var second = await RoleProcess.StartAsync("Workers.Nim", [], OnBroker(broker));

        Assert.True(first.Address.IsLoopback && second.Address.IsLoopback);
        Assert.NotEqual(first.Address, second.Address);
    }

    [Fact]
    public async Task A_worker_needs_none_of_the_ingresss_settings()
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        var settings = OnBroker(broker);
        settings["HOST"] = "0.0.0.0";

        await using var worker = await RoleProcess.StartAsync("Workers.Nim", [], settings);
        var (exitCode, output) = await RoleProcess.RunToEndAsync("Ingress.Api", [], settings);

        Assert.True(worker.Address.IsLoopback);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("ANTHROPIC_AUTH_TOKEN is not set", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_the_ingress_works_and_says_what_is_not_kept()
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var ingress = await RoleProcess.StartAsync("Ingress.Api", ["--urls", "http://127.0.0.1:0"], OnBroker(broker));

        Assert.Contains("DATABASE_URL is not set: requests are not logged", ingress.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_without_effect_are_named()
    {
        await using var broker = await TestVirtualHost.CreateAsync();
        var settings = OnBroker(broker);
        settings["DISCORD_BOT_TOKEN"] = "x";

        await using var worker = await RoleProcess.StartAsync("Workers.Nim", [], settings);

        Assert.Contains("DISCORD_BOT_TOKEN is set, but Pipeline does not support it", worker.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_role_that_is_the_store_does_not_start_without_a_database()
    {
        var (exitCode, output) = await RoleProcess.RunToEndAsync("Workers.DeadLetters", [], new() { ["RABBITMQ_URL"] = "amqp://127.0.0.1:1/" });

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Workers.DeadLetters needs a database: set DATABASE_URL", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', output);
    }

    [Theory]
    [InlineData("Ingress.Api")]
    [InlineData("Workers.Nim")]
    public async Task While_it_waits_for_a_broker_it_can_be_stopped(string role)
    {
        await using var process = RoleProcess.Start(role, ["--urls", "http://127.0.0.1:0"], new() { ["RABBITMQ_URL"] = "amqp://127.0.0.1:1/" });
        await process.SaysAsync("cannot be reached yet");

        Assert.Equal(0, await process.TerminateAsync().Soon());
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_of_a_port_left_to_chance_cannot_be_asked()
    {
        var (exitCode, output) = await RoleProcess.RunToEndAsync("Workers.Nim", ["health"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("--urls", output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> OnBroker(TestVirtualHost broker) => new() { ["RABBITMQ_URL"] = broker.Url.ToString() };

    private static async Task<int> HealthAsync(string role, Uri address) =>
        (await RoleProcess.RunToEndAsync(role, ["health"], new() { ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority) })).ExitCode;
}
