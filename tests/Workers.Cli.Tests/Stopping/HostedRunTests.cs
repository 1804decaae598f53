using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Stopping;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Stopping;

/// <summary>The runs of a whole host.</summary>
public sealed class HostedRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("host");
    private readonly NotedEvents _events = new();

    private string Workspace => Path.Combine(_directory.Path, "workspace");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("10", "sleep 1000 & wait")]
    [InlineData("0", "trap '' INT TERM; while true; do sleep 0.05; done")]
    public async Task A_host_that_stops_leaves_no_process_and_its_runs_can_be_continued(string drain, string script)
    {
        using var host = Build(("Ingress:DrainSeconds", drain));
        await host.StartAsync();
        var request = RunBench.Request($"init; setsid sleep 1000 & text begun; {script}");
        var run = host.Services.GetRequiredService<ClaudeRuns>().RunAsync(request, _events, CancellationToken.None);
        await _events.SaysAsync("begun");

        await host.StopAsync().Soon();
        Assert.Empty(RunBench.Processes(request.RunId));
        var outcome = await run;
        Assert.Equal((RunState.Interrupted, "session-1"), (outcome.State, outcome.SessionId));
    }

    [Fact]
    public async Task A_host_whose_time_is_over_kills_what_still_runs()
    {
        using var host = Build(("Ingress:DrainSeconds", "3600"));
        await host.StartAsync();
        var request = RunBench.Request("trap '' INT TERM; setsid sleep 1000 & text begun; while true; do sleep 0.05; done");
        var run = host.Services.GetRequiredService<ClaudeRuns>().RunAsync(request, _events, CancellationToken.None);
        await _events.SaysAsync("begun");

        await host.StopAsync(new CancellationToken(canceled: true)).Soon();
        Assert.Equal(RunState.Interrupted, (await run.Soon()).State);
        Assert.Empty(RunBench.Processes(request.RunId));
    }

    [Theory]
    [InlineData(null, "::1", "http://[::1]:8082")]
    [InlineData(null, "0.0.0.0", "http://127.0.0.1:8082")]
    [InlineData("http://ingress:9000/", "0.0.0.0", "http://ingress:9000")]
    public async Task Runs_are_pointed_at_the_configured_ingress_with_a_token_that_it_takes(string? url, string listen, string expected)
    {
        using var host = Build(("Cli:IngressUrl", url), ("Ingress:Host", listen), ("Ingress:AuthToken", "operators-secret"));
        await host.Services.GetRequiredService<ClaudeRuns>().RunAsync(
            RunBench.Request("text \"$ANTHROPIC_BASE_URL $ANTHROPIC_AUTH_TOKEN\"; result done"), _events, CancellationToken.None).Soon();
        var words = _events.Text.Split(' ');
        Assert.Equal(expected, words[0]);
        Assert.NotNull(new RunTokens("operators-secret").Verify(words[1], TimeProvider.System.GetUtcNow()));
    }

    private IHost Build(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Append(("Cli:Path", FakeClaude.WriteTo(_directory.Path))).Append(("Cli:Workspace", Workspace))
            .Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2)));
        builder.Services.AddLogging();
        builder.Services.AddClaudeRuns(builder.Configuration);

        // It would end what other tests have left, which are not ours to end.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(RunReaper)));
        return builder.Build();
    }
}
