using Pipeline.Persistence.State.Outbox;
using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class ResendTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("resend");
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_message_that_ends_its_host_is_not_sent_at_every_start_forever()
    {
        await using (var host = await StartAsync())
        {
            await host.DepositAsync("a", 1);
            await host.Receipts.UntilAsync("deposits", 1);
        }

        for (var restart = 0; restart < Resends.Most; restart++)
        {
            await using var host = await StartAsync();
            await host.Log.SaysAsync("of the outbox could not be sent");
            Assert.DoesNotContain("is given up", host.Log.Text, StringComparison.Ordinal);
        }

        await using var last = await StartAsync();
        await last.Log.SaysAsync("is given up: it was never consumed");
        await last.Log.SaysAsync("urn:message:Pipeline.Persistence.Tests.State.Hosting:Deposited");
    }

    public void Dispose() => _directory.Dispose();

    private Task<StateHost> StartAsync() =>
        StateHost.StartAsync(new Dictionary<string, string?> { ["State:Directory"] = _directory.Path }, _time, sending: false).Soon();
}
