using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Processes;

namespace Pipeline.Persistence.Tests.State.Files;

/// <summary>A host that is killed with SIGKILL while it acknowledges work, as a process of its own.</summary>
public sealed class KilledHostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("killed");

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(2000)]
    public async Task What_it_acknowledged_is_in_the_state(int acknowledged)
    {
        var promised = new List<string>();
        for (var round = 0; round < 2; round++) promised.AddRange(await KillAfterAsync(acknowledged));

        await using var host = await StateHost.StartAsync(Place, TimeProvider.System);
        var kept = (await host.Store.ReadAllAsync<Account>(_ => true, default)).ToDictionary(account => account.Name, account => account.Balance);

        Assert.True(promised.Count >= 2 * acknowledged);
        Assert.All(promised, name => Assert.Equal(1, kept[name]));
    }

    [Fact]
    public async Task What_it_was_sending_reaches_its_receiver_after_the_restart()
    {
        // Nobody observes in that process: what consumers sent is with the in-memory bus, which dies with it.
        var promised = await KillAfterAsync(20);

        await using var host = await StateHost.StartAsync(Place, TimeProvider.System);
        var kept = (await host.Store.ReadAllAsync<Account>(_ => true, default)).Select(account => account.Name).ToHashSet();
        var observed = (await host.Observations.UntilAsync(3 * kept.Count)).Cast<Deposited>().ToLookup(deposited => deposited.Account, deposited => deposited.Number);

        Assert.Superset(promised.ToHashSet(), kept);
        Assert.All(kept, account => Assert.Equal([1, 2, 3], observed[account]));
    }

    public void Dispose() => _directory.Dispose();

    private Dictionary<string, string?> Place => new() { ["State:Directory"] = _directory.Path };

    private async Task<IReadOnlyList<string>> KillAfterAsync(int acknowledged)
    {
        var program = typeof(KilledHostTests).Assembly.Location;
        await using var process = ProgramProcess.Start(
            ["dotnet", program, AcknowledgingHost.Verb, _directory.Path], new Dictionary<string, string>(), _directory.Path);
        await process.SaysAsync($"{AcknowledgingHost.Count}{acknowledged}\n");
        await process.EndAsync(ProcessSignal.Kill);
        return [.. process.Output.Split('\n').Where(line => line.StartsWith(AcknowledgingHost.Word, StringComparison.Ordinal)).Select(line => line[AcknowledgingHost.Word.Length..])];
    }
}
