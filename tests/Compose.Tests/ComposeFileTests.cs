using System.Globalization;
using Pipeline.Compose.Tests.Declared;
using Pipeline.Transport.Hosting;

namespace Pipeline.Compose.Tests;

/// <summary>What every service of compose.yaml has to declare.</summary>
public sealed class ComposeFileTests
{
    private const string Node = "node:22.21.1-bookworm-slim";

    private static readonly ComposeFile Compose = ComposeFile.Read(TestEnvironment.Create());

    public static TheoryData<string> Services => [.. Compose.Services.Keys];

    public static TheoryData<string> RunningServices => [.. Compose.Services.Where(service => service.Value.Profiles is []).Select(service => service.Key)];

    public static TheoryData<string> Roles => [.. Compose.Roles];

    [Fact]
    public void The_ingress_is_published_on_loopback_alone_and_nothing_else_at_all()
    {
        var published = Compose.Services.SelectMany(service => service.Value.Ports.Select(port => (service.Key, port)));

        Assert.Equal([("ingress", "127.0.0.1:8082:8082")], published);
    }

    [Theory]
    [InlineData("rabbitmq")]
    [InlineData("postgres")]
    public void Broker_and_database_are_on_a_network_that_ends_inside(string name)
    {
        Assert.Equal(["inside"], Compose.Services[name].Networks);
        Assert.True(Compose.Networks["inside"].Internal);
    }

    [Theory]
    [MemberData(nameof(RunningServices))]
    public void A_service_comes_back_and_says_how_it_is(string name)
    {
        Assert.Equal("unless-stopped", Compose.Services[name].Restart);
        Assert.NotEmpty(Compose.Services[name].Healthcheck!.Test);
    }

    [Fact]
    public void The_operators_tool_runs_only_when_it_is_asked_for()
    {
        var tool = Compose.Services["dead-letters"];

        Assert.Equal(["tools"], tool.Profiles);
        Assert.Equal("no", tool.Restart);
        Assert.Equal(["inside"], tool.Networks);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_waits_for_what_it_needs_to_be_healthy(string name)
    {
        var service = Compose.Services[name];

        Assert.All(service.DependsOn.Values, needed => Assert.Equal("service_healthy", needed.Condition));
        foreach (var host in Compose.Services.Keys.Where(host => service.Environment.Values.Any(value => value.Contains($"@{host}:", StringComparison.Ordinal))))
            Assert.Contains(host, service.DependsOn.Keys);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_reaped_and_has_limits_and_reservations(string name)
    {
        var service = Compose.Services[name];
        var resources = service.Deploy.Resources;

        Assert.True(service.Init);
        foreach (var (what, size) in new (string, Func<string, double>)[] { ("cpus", Number), ("memory", Mebibytes) })
            Assert.InRange(size(resources.Reservations[what]), double.Epsilon, size(resources.Limits[what]));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_has_no_privileges_that_it_does_not_need(string name)
    {
        var service = Compose.Services[name];

        Assert.False(service.Privileged);
        Assert.Equal(["ALL"], service.CapDrop);
        Assert.Contains("no-new-privileges:true", service.SecurityOpt);
    }

    /// <summary>
    /// An init that is root, before a program that is not: without the capability its signals are refused, and
    /// every stop of the broker and the database is a kill.
    /// </summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void An_init_may_signal_a_program_that_has_changed_its_user(string name)
    {
        var service = Compose.Services[name];
        if (service is { Init: true, User: null, Build: null }) Assert.Contains("KILL", service.CapAdd);
    }

    [Fact]
    public void The_broker_takes_the_largest_request_in_its_envelope()
    {
        const long largestRequest = 32L * 1024 * 1024;
        var lines = Compose.Configs["rabbitmq"].Content.Split('\n');
        var limit = lines.Single(line => line.StartsWith("max_message_size", StringComparison.Ordinal)).Split('=')[1];

        // As base64, and 1 MiB for all that is around it.
        Assert.True(long.Parse(limit, CultureInfo.InvariantCulture) >= (largestRequest * 4 / 3) + (1024 * 1024));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_runs_on_a_read_only_root_as_its_images_user(string name)
    {
        var service = Compose.Services[name];

        Assert.True(service.ReadOnly);
        Assert.Null(service.User);
        Assert.Equal("$APP_UID", Dockerfile.Read()[service.Build!.Target].User);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void A_role_has_more_time_than_it_takes_to_end_and_less_than_what_it_depends_on(string name)
    {
        var service = Compose.Services[name];
        var drain = TimeSpan.FromSeconds(Number(service.Environment["SHUTDOWN_DRAIN"]));
        var times = new ShutdownTimes(drain);

        Assert.True(times.Drain < times.Bus && times.Bus < times.Process && times.Process < service.Grace);
        Assert.All(service.DependsOn.Keys, needed => Assert.True(service.Grace <= Compose.Services[needed].Grace));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void An_image_is_pinned(string name)
    {
        var service = Compose.Services[name];
        if (service.Build is null) Assert.Matches(@":\d+\.\d+(\.\d+)?(-[a-z]+)*$", service.Image);
    }

    [Fact]
    public void Base_images_are_of_one_version_of_NET() =>
        Assert.All(Dockerfile.Read().BaseImages.Except([Node]), image => Assert.Matches(@"^mcr\.microsoft\.com/dotnet/\w+:10\.0-noble(-chiseled)?$", image));

    [Fact]
    public void Claude_Code_is_pinned_and_what_installs_it() =>
        Assert.Matches("claude-code@[0-9]+\\.[0-9]+\\.[0-9]+$", Assert.Single(Dockerfile.Read()["claude"].Commands));

    [Fact]
    public void All_agents_share_one_place_for_home_and_workspace_and_may_run_what_they_build()
    {
        var service = Compose.Services["workers-cli"];

        Assert.Equal(["agents:/data"], service.Volumes);
        Assert.Equal(("/data/home", "/data/workspace"), (service.Environment["HOME"], service.Environment["CLAUDE_WORKSPACE"]));
        Assert.Equal(["/tmp:exec"], service.Tmpfs);
    }

    [Fact]
    public void Agents_are_near_three_secrets_alone()
    {
        var environment = Compose.Services["workers-cli"].Environment;

        Assert.Empty(Compose.Services["workers-cli"].EnvFile);
        Assert.Equal(
            ["ANTHROPIC_AUTH_TOKEN", "DATABASE_URL", "RABBITMQ_URL"],
            environment.Where(pair => TestEnvironment.Create().Values.Any(secret => pair.Value.Contains(secret, StringComparison.Ordinal))).Select(pair => pair.Key).Order());
    }

    [Fact]
    public void Secrets_come_from_the_environment_and_reach_only_who_needs_them()
    {
        var secrets = TestEnvironment.Create();
        var holders = secrets.Keys.ToDictionary(name => name, name => Holders(secrets[name]));

        // Agents get tokens that are made of it. The dead letters' two, and those of providers, to leave them out of what is stored and shown.
        Assert.Equal(["ingress", "workers-cli", "workers-deadletters", "dead-letters"], holders["ANTHROPIC_AUTH_TOKEN"]);
        Assert.Equal(["workers-nim", "workers-deadletters", "dead-letters"], Compose.Services.Where(service => service.Value.EnvFile.Count > 0).Select(service => service.Key));
        Assert.Contains("rabbitmq", holders["RABBITMQ_PASSWORD"]);
        Assert.DoesNotContain("postgres", holders["RABBITMQ_PASSWORD"]);
        Assert.DoesNotContain("rabbitmq", holders["POSTGRES_PASSWORD"]);
    }

    private static IEnumerable<string> Holders(string secret) =>
        Compose.Services.Where(service => service.Value.Environment.Values.Any(value => value.Contains(secret, StringComparison.Ordinal))).Select(service => service.Key);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Mebibytes(string text) => Number(text[..^1]) * (text[^1] == 'G' ? 1024 : 1);
}
