using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Tasks;

/// <summary>What a host tells about its agents under <c>/health</c>, to whoever asks.</summary>
[Collection(TaskPipeline.Alone)]
public sealed class HealthTests
{
    [Fact]
    public async Task What_runs_is_shown_and_nothing_of_how_the_host_is_made()
    {
        await using var host = await EmbeddedTasks.StartAsync();
        host.On("the first", (_, _) => UpstreamReply.Stream().Text("half").Silence());
        await host.SubmitAsync("the first");
        await host.AskedAsync("the first");

        var shown = Assert.Single((await host.GetAsync("/health")).GetProperty("data").EnumerateObject());
        var run = Assert.Single(shown.Value.GetProperty("running").EnumerateArray());
        Assert.Equal("agents", shown.Name);
        Assert.Contains(run.GetProperty("processId").GetInt32(), host.Processes());
    }
}
