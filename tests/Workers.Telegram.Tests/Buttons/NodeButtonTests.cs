using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Buttons;

public sealed class NodeButtonTests() : NodeButtonScenarios(Backend.Files);

public sealed class NodeButtonInDatabaseTests() : NodeButtonScenarios(Backend.Database);

public abstract class NodeButtonScenarios(Backend backend) : BotTests(backend)
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:Limits:PerMinute", "2")];

    [Fact]
    public async Task Stop_stops_and_retry_runs_again_within_the_persons_limits()
    {
        Ann.Writes("work");
        var run = await Host.Agents.RunAsync("work");
        var shown = await Host.ShowAsync(Ann, run.NodeId, ("Stop", ButtonData.Of(ButtonAction.Stop, run.NodeId)), ("Retry", ButtonData.Of(ButtonAction.Retry, run.NodeId)));

        await PressAsync(shown, "Stop", "Stopping");
        await Host.NodeAsync(run.NodeId, NodeState.Stopped);
        await PressAsync(shown, "Retry", "It runs again");
        var again = await Host.Agents.RunAsync(other => other.RunId != run.RunId);
        await Host.Agents.EndAsync(again);
        await Host.NodeAsync(run.NodeId, NodeState.Completed);
        await PressAsync(shown, "Retry", "Not yet");

        await BotHost.SaysAsync(Ann, "Give me a moment");
        Assert.Equal(2, Host.Agents.Runs.Count);
    }

    [Fact]
    public async Task Resume_goes_on_in_the_nodes_own_session()
    {
        Ann.Writes("work");
        var run = await Host.Agents.RunAsync("work");
        var shown = await Host.ShowAsync(Ann, run.NodeId, ("Resume", ButtonData.Of(ButtonAction.Resume, run.NodeId)));
        await Host.Agents.EndAsync(run, RunState.Interrupted);
        await Host.NodeAsync(run.NodeId, NodeState.Interrupted);

        await PressAsync(shown, "Resume", "It runs again");

        var resumed = await Host.Agents.RunAsync(other => other.RunId != run.RunId);
        Assert.Equal((run.NodeId, $"session-{run.NodeId:N}", false), (resumed.NodeId, resumed.SessionId, resumed.ForkSession));
    }

    [Fact]
    public async Task A_button_of_one_chat_does_nothing_to_another()
    {
        Telegram.Person(BotHost.Bob).Writes("bobs work");
        var run = await Host.Agents.RunAsync("bobs work");
        Ann.Writes("mine");
        var mine = await Host.Agents.RunAsync("mine");
        var shown = await Host.ShowAsync(Ann, mine.NodeId, ("Stop", ButtonData.Of(ButtonAction.Stop, run.NodeId)), ("Old", "something else"));

        await PressAsync(shown, "Stop", "This task is gone.");
        await PressAsync(shown, "Old", "This button is too old.");

        await Host.NodeAsync(run.NodeId, NodeState.Running);
    }

    private async Task PressAsync(int message, string button, string answer)
    {
        var query = Ann.Presses(message, button);
        await Patience.UntilAsync(() => Task.FromResult(Telegram.CallbackAnswers.ContainsKey(query)), $"an answer to {button}");
        Assert.Equal(answer, Telegram.CallbackAnswers[query]);
    }
}
