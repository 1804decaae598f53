using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Conversation;

public sealed class EditTests : BotTests
{
    [Fact]
    public async Task A_message_that_waits_gets_its_new_words()
    {
        var first = Ann.Writes("first");
        var run = await Host.Agents.RunAsync("first");
        var second = Ann.Writes("secnd", replyTo: first);
        var node = await Host.LinkAsync(BotHost.Ann, second);
        await Host.NodeAsync(node.NodeId, NodeState.Queued);

        Ann.Edits(second, "second");
        await Patience.UntilAsync(async () => (await Host.Store.ReadAsync<TreeNode>(node.NodeId, default))!.Prompt == "second");
        await Host.Agents.EndAsync(run);

        await Host.Agents.RunAsync("second");
    }

    [Fact]
    public async Task A_message_that_runs_stays_as_it_is_and_the_person_is_told()
    {
        var message = Ann.Writes("frist");
        var run = await Host.Agents.RunAsync("frist");
        await Host.NodeAsync(run.NodeId, NodeState.Running);

        Ann.Edits(message, "first");

        var said = await BotHost.SaysAsync(Ann, "too late");
        Assert.Equal(message, said.ReplyTo);
        Assert.Equal("frist", (await Host.NodeAsync(run.NodeId, NodeState.Running)).Prompt);
    }

    [Fact]
    public async Task A_change_at_the_last_moment_is_taken_or_said_to_come_too_late()
    {
        var messages = Enumerable.Range(1, 10).Select(n => (Id: Ann.Writes($"frist {n}"), Words: $"first {n}")).ToList();

        foreach (var (id, words) in messages) Ann.Edits(id, words);

        foreach (var (id, words) in messages)
        {
            await Patience.UntilAsync(
                () => Task.FromResult(Host.Agents.Runs.Any(run => run.Prompt == words) || Ann.Sees.Any(said => said.ReplyTo == id && said.Text.Contains("too late", StringComparison.Ordinal))),
                $"'{words}' to run, or to be too late");
        }
    }

    [Fact]
    public async Task An_edit_that_changes_no_words_is_not_spoken_of()
    {
        var message = Ann.Writes("see https://example.com");
        var run = await Host.Agents.RunAsync("see https://example.com");
        await Host.NodeAsync(run.NodeId, NodeState.Running);

        Ann.Edits(message, "see https://example.com");
        Ann.Writes("next");
        await Host.Agents.RunAsync("next");
        await Host.HandledAsync();

        Assert.DoesNotContain(Ann.Sees, seen => seen.IsFromBot);
    }
}
