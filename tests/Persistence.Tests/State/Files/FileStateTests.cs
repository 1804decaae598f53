using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class FileStateTests : StateTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new("state");

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["State:Directory"] = _directory.Path };

    [Fact]
    public async Task A_message_whose_consumer_a_stop_cancels_is_delivered_again_by_the_next_host()
    {
        await using (var stopping = await StartAsync(observing: false))
        {
            await stopping.Store.ChangeAsync(change => change.SendAsync(new Uri("exchange:observer"), new Deposited("a", 1, 1), default), default);
            await stopping.Observations.Begun.Soon();
            await stopping.StopAsync().Soon();
            Assert.Empty(stopping.Observations.All);
        }

        await using var host = await StartAsync();
        Assert.Equal(new Deposited("a", 1, 1), Assert.Single(await host.Observations.UntilAsync(1)));
    }

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();
}
