using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.DeadLetters;
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

    [Fact]
    public async Task A_task_that_is_given_up_is_a_dead_letter_and_its_tree_is_told()
    {
        var task = new RunCliTask { TreeId = Guid.NewGuid(), NodeId = Guid.NewGuid(), RunId = Guid.NewGuid(), Run = 1, Prompt = "what?", Options = new TaskOptions() };
        await using (var host = await StartAsync())
            await host.Store.ChangeAsync(change => change.SendAsync(new Uri("exchange:run-cli-task"), task, default), default);
        for (var restart = 0; restart < Resends.Most; restart++)
        {
            await using var host = await StartAsync();
            await host.Log.SaysAsync("of the outbox could not be sent");
        }

        await using var last = await StartAsync(sending: true);
        var undelivered = Assert.IsType<CliTaskUndelivered>(Assert.Single(await last.Observations.UntilAsync(1)));
        var letter = Assert.Single(await last.Services.GetRequiredService<IDeadLetterStore>().ListAsync(default));

        Assert.Equal((task.TreeId, task.NodeId, task.RunId), (undelivered.TreeId, undelivered.NodeId, undelivered.RunId));
        Assert.Contains(letter.Id, undelivered.Error, StringComparison.Ordinal);
        Assert.Equal(("run-cli-task", "RunCliTask", Resends.Most + 1), (letter.Queue, letter.MessageType, letter.Attempts));
        await Patience.UntilAsync(async () => (await last.PendingAsync()) == 0, "the outbox to be empty");
    }

    public void Dispose() => _directory.Dispose();

    private Task<StateHost> StartAsync(bool sending = false) =>
        StateHost.StartAsync(new Dictionary<string, string?> { ["State:Directory"] = _directory.Path }, _time, sending: sending).Soon();
}
