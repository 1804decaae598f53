using System.Text.Json;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Tests.Conversation;

public sealed class ConversationTests() : ConversationScenarios(Backend.Files);

public sealed class ConversationInDatabaseTests() : ConversationScenarios(Backend.Database);

public abstract class ConversationScenarios(Backend backend) : BotTests(backend)
{
    private const long Forum = -100;

    [Fact]
    public async Task What_the_bot_cannot_take_is_said_and_words_that_came_with_it_are_worked_on()
    {
        Ann.SendsOther("sticker");
        await BotHost.SaysAsync(Ann, "I cannot take this sticker");

        Ann.SendsOther("video", "what is in it?");

        await BotHost.SaysAsync(Ann, "I cannot take the video");
        await Host.Agents.RunAsync("what is in it?");
    }

    [Fact]
    public async Task A_message_starts_a_tree_which_is_shown_at_once()
    {
        var message = Ann.Writes("fix the build");

        var run = await Host.Agents.RunAsync("fix the build");
        var view = await Host.Store.ReadAsync<TelegramView>(run.NodeId, default);
        Assert.Equal((run.TreeId, run.NodeId), (run.NodeId, run.TreeId));
        Assert.Equal((BotHost.Ann, $"{BotHost.Ann}", message, BotHost.Ann), (view!.Chat, view.ChatId, view.MessageId, view.UserId));
        await Host.HandledAsync();
        Assert.Contains(run.NodeId, Host.Views.Shown);
        Assert.DoesNotContain(Ann.Sees, seen => seen.IsFromBot);
    }

    [Fact]
    public async Task Two_replies_to_one_message_fork_it_whosever_it_is()
    {
        var question = Ann.Writes("begin");
        var root = await Host.Agents.RunAsync("begin");
        await Host.Agents.EndAsync(root);
        await Host.NodeAsync(root.NodeId, NodeState.Completed);
        var answer = await Host.ShowAsync(Ann, root.NodeId);

        Ann.Writes("this way", replyTo: question);
        var one = await Host.Agents.RunAsync("this way");
        await Host.Agents.EndAsync(one);
        Ann.Writes("that way", replyTo: answer);
        var other = await Host.Agents.RunAsync("that way");

        Assert.All([one, other], run => Assert.Equal((root.TreeId, $"session-{root.NodeId:N}", true), (run.TreeId, run.SessionId, run.ForkSession)));
        Assert.Equal(root.NodeId, (await Host.NodeAsync(other.NodeId, NodeState.Running)).ParentId);
    }

    [Fact]
    public async Task A_reply_waits_for_the_node_that_it_follows()
    {
        var first = Ann.Writes("first");
        Ann.Writes("second", replyTo: first);

        var run = await Host.Agents.RunAsync("first");
        var reply = await Host.LinkAsync(BotHost.Ann, first + 1);
        await Host.NodeAsync(reply.NodeId, NodeState.Queued);
        await Host.Agents.EndAsync(run);

        Assert.Equal($"session-{run.NodeId:N}", (await Host.Agents.RunAsync("second")).SessionId);
    }

    [Fact]
    public async Task Where_the_chat_goes_on_a_plain_message_continues_until_it_starts_afresh()
    {
        Ann.Writes("/continue on");
        await BotHost.SaysAsync(Ann, "On:");
        Ann.Writes("one");
        await FinishAsync("one");
        Ann.Writes("two");
        var two = await FinishAsync("two");
        Ann.Writes("/new");
        await BotHost.SaysAsync(Ann, "starts afresh");
        Ann.Writes("three");
        var three = await Host.Agents.RunAsync("three");

        Assert.Equal(Host.Agents.Runs[0].TreeId, two.TreeId);
        Assert.NotEqual(two.TreeId, three.TreeId);
        Assert.Null(three.SessionId);
    }

    [Fact]
    public async Task Topics_of_a_forum_are_kept_apart()
    {
        var here = Telegram.Person(BotHost.Ann, Forum, topic: 5);
        var there = Telegram.Person(BotHost.Ann, Forum, topic: 6);
        here.Writes("/continue on");
        await BotHost.SaysAsync(here, "On:");

        here.Writes("one");
        var one = await FinishAsync("one");
        there.Writes("two");
        var two = await Host.Agents.RunAsync("two");
        here.Writes("three");
        var three = await Host.Agents.RunAsync("three");

        Assert.Equal((one.TreeId, false), (three.TreeId, two.TreeId == one.TreeId));
        Assert.Equal($"{Forum}/5", (await Host.Store.ReadAsync<TelegramView>(three.NodeId, default))!.ChatId);
        Assert.DoesNotContain(there.Sees, message => message.IsFromBot);
    }

    [Fact]
    public async Task An_update_that_comes_twice_has_one_effect()
    {
        Ann.Writes("once");
        await Host.Agents.RunAsync("once");
        await Host.HandledAsync();
        var stored = Assert.Single(await Host.Store.ReadAllAsync<TelegramUpdate>(_ => true, default));
        using var again = JsonDocument.Parse($$$"""{"update_id":{{{stored.UpdateId}}},"message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"A"},"text":"once"}}""");

        await Host.Get<UpdateInbox>().StoreAsync([again.RootElement], default);
        Ann.Writes("after it");
        await Host.Agents.RunAsync("after it");

        Assert.Single(Host.Agents.Runs, run => run.Prompt == "once");
    }

    [Fact]
    public async Task What_nobody_expects_holds_up_nothing()
    {
        using var odd = JsonDocument.Parse("""[{"update_id":1,"message":{"message_id":"not a number"}},{"update_id":2,"poll":{"id":"x"}},{"update_id":3,"message":{"message_id":9,"date":1,"chat":{"id":7,"type":"private"}}}]""");

        await Host.Get<UpdateInbox>().StoreAsync([.. odd.RootElement.EnumerateArray()], default);
        Ann.Writes("and this");

        await Host.Agents.RunAsync("and this");
        await Host.HandledAsync();
    }

    [Fact]
    public async Task What_was_stored_and_not_handled_is_handled_after_a_restart()
    {
        await Host.DisposeAsync();
        var store = await Place.OpenAsync(TimeProvider.System);
        var body = """{"update_id":900,"message":{"message_id":41,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"A"},"text":"left behind"}}""";
        await store.ChangeAsync(change => change.TryAddAsync(new TelegramUpdate { Key = TelegramUpdate.KeyOf(1000001, 900), BotId = 1000001, UpdateId = 900, Body = body }, default), default);
        await Place.CloseAsync();

        await StartAsync();

        await Host.Agents.RunAsync("left behind");
        await Host.HandledAsync();
    }

    [Fact]
    public async Task Messages_of_one_chat_are_taken_in_their_order()
    {
        var texts = Enumerable.Range(1, 9).Select(n => $"number {n}").ToList();
        foreach (var text in texts) Ann.Writes(text);
        await Host.Agents.RunAsync(texts[^1]);
        await Host.HandledAsync();

        var shown = Host.Views.Shown.Select(async id => (await Host.Store.ReadAsync<TelegramView>(id, default))!.MessageId);
        Assert.Equal(Enumerable.Range(1, 9), await Task.WhenAll(shown));
    }

    [Fact]
    public async Task The_bots_name_in_front_of_a_message_is_no_part_of_it()
    {
        Telegram.Person(BotHost.Ann, Forum).Writes("@fake_bot, tidy up");

        await Host.Agents.RunAsync("tidy up");
    }

    private async Task<RunCliTask> FinishAsync(string prompt)
    {
        var run = await Host.Agents.RunAsync(prompt);
        await Host.Agents.EndAsync(run);
        await Host.FinishedAsync(run);
        return run;
    }
}
