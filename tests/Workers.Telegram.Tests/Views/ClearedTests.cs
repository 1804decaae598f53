using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class ClearedTests() : ClearedScenarios(Backend.Files);

public sealed class ClearedInDatabaseTests() : ClearedScenarios(Backend.Database);

public abstract class ClearedScenarios(Backend backend) : ViewTests(backend)
{
    [Fact]
    public async Task A_task_that_is_cleared_while_it_runs_goes_without_another_word()
    {
        var run = await BeginAsync("work");
        await Host.Transcripts.WriteAsync(run, Text("under way"));
        var live = await ShowsAsync("under way");

        Ann.Writes("/clear", replyTo: live.Id);
        await GoneAsync(run.NodeId);
        await EndAsync(run, "too late");
        await EndAsync(await BeginAsync("more"), "the end of more");

        await SeesAsync(shown => shown.Any(message => message.Text.Contains("the end of more", StringComparison.Ordinal)), "the next task");
        await SeesAsync(shown => !shown.Any(message => message.Id == live.Id), "nothing of the first");
        Assert.DoesNotContain(Shown, message => message.Text.Contains("too late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_sent_while_its_task_is_cleared_is_deleted_again()
    {
        var arrived = new TaskCompletionSource();
        Telegram.Misbehave("sendMessage", TelegramFault.Late(arrived.Task));
        var asked = Ann.Writes("work");
        var run = await Host.Agents.RunAsync("work");
        await ShowsAsync("");

        Ann.Writes("/clear", replyTo: asked);
        await GoneAsync(run.NodeId);
        arrived.SetResult();

        await SeesAsync(shown => !shown.Any(message => message.Buttons.Count > 0), "nothing of the task");
    }

    private Task GoneAsync(Guid nodeId) => Patience.UntilAsync(async () => await Host.Store.ReadAsync<TelegramView>(nodeId, default) is null, "the node to be gone");
}
