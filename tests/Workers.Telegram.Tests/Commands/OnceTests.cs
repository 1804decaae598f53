using Pipeline.Contracts.Trees;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Commands;

// In a database, as with files the agents go down with the bot, and their runs with them.
public sealed class OnceTests() : BotTests(Backend.Database)
{
    [Theory]
    [InlineData("/stop", NodeState.Stopped)]
    [InlineData("/clear", NodeState.Cleared)]
    public async Task A_command_whose_answer_was_lost_with_its_worker_does_not_reach_what_was_written_since(string command, NodeState state)
    {
        Ann.Writes("before");
        var before = await Host.Agents.RunAsync("before");
        Telegram.Misbehave("sendMessage", TelegramFault.Hang);
        Ann.Writes(command);
        await Host.NodeAsync(before.NodeId, state);
        Ann.Writes("after");
        var after = await Host.Agents.RunAsync("after");

        await RestartAsync();
        Ann.Writes("/help");
        await BotHost.SaysAsync(Ann, "in your pocket");
        await Host.HandledAsync();

        await Host.Agents.EndAsync(after);
        await Host.NodeAsync(after.NodeId, NodeState.Completed);
    }
}
