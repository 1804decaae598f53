using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Tasks;

/// <summary>The whole pipeline in one process, which can be killed and started again.</summary>
internal sealed class EmbeddedTasks : TaskPipeline
{
    private HostProcess _host = null!;

    private EmbeddedTasks(FakeUpstream upstream, (string Name, string Value)[] settings)
        : base(upstream, settings)
    {
    }

    public override string Output => _host.Output;

    protected override Uri Address => _host.Address;

    public static async Task<TaskPipeline> StartAsync(params (string Name, string Value)[] settings)
    {
        var tasks = new EmbeddedTasks(await FakeUpstream.StartAsync(), settings);
        tasks.Environment["PIPELINE_STATE_DIR"] = tasks.PathOf("state");
        await tasks.StartHostAsync();
        return tasks;
    }

    /// <summary>Waits until words are in a transcript on the disk: what was shown a moment before a crash may not be.</summary>
    public Task KeepsAsync(string words) => UntilAsync(
        () => Task.FromResult(Directory.EnumerateFiles(PathOf("state/transcripts")).Any(file => File.ReadAllText(file).Contains(words, StringComparison.Ordinal))),
        $"'{words}' is in a transcript");

    public override async Task CrashAsync()
    {
        await _host.KillAsync();
        await _host.DisposeAsync();
        await StartHostAsync();
    }

    protected override async Task StopAsync() => await _host.DisposeAsync();

    private async Task StartHostAsync()
    {
        _host = await HostProcess.StartAsync(["--urls", "http://127.0.0.1:0"], Environment);
        await Readiness.UntilReadyAsync(_host.Address);
    }
}
