using Pipeline.Persistence.CliRuns;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Tests.Running;

namespace Pipeline.Workers.Cli.Tests.Tasks;

public sealed class PresenceTests
{
    [Fact]
    public async Task A_worker_counts_from_its_start_to_its_end_also_without_a_task()
    {
        var host = await CliHost.StartAsync();
        await using var end = host;
        var workers = host.Get<CliWorkers>();
        await Patience.UntilAsync(async () => await workers.CountAsync(default) == 1, "the worker to be counted");

        await host.StopAsync();

        Assert.Equal(0, await workers.CountAsync(default));
    }
}
