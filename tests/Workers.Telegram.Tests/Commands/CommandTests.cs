using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.CliRuns;
using Pipeline.Persistence.Telegram;
using Pipeline.Persistence.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Commands;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Commands;

public sealed class CommandTests() : CommandScenarios(Backend.Files);

public sealed class CommandInDatabaseTests() : CommandScenarios(Backend.Database);

public abstract class CommandScenarios(Backend backend) : BotTests(backend)
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Routing:Default", "nvidia_nim/z-ai/glm4.7, open_router/other"), new("Routing:Opus", "ollama/big")];

    [Fact]
    public async Task The_menu_has_every_command_and_every_command_works()
    {
        await Patience.UntilAsync(() => Task.FromResult(Telegram.MenuCommands.Count > 0));

        Assert.Equal(Host.Get<CommandTable>().Names.Order(), Telegram.MenuCommands.Order());
        Ann.Writes("/help");
        var help = await BotHost.SaysAsync(Ann, "in your pocket");
        Assert.All(Telegram.MenuCommands, command => Assert.Contains($"/{command} ", help.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_is_not_known_says_so_and_a_path_is_a_message()
    {
        Ann.Writes("/frobnicate now");
        await BotHost.SaysAsync(Ann, "I do not know /frobnicate");

        Ann.Writes("/etc/hosts looks odd");

        await Host.Agents.RunAsync("/etc/hosts looks odd");
    }

    [Fact]
    public async Task A_command_for_another_bot_is_none_of_this_ones_business()
    {
        var group = Telegram.Person(BotHost.Ann, chatId: -5);
        group.Writes("/help@other_bot");
        group.Writes("/help@fake_bot");
        await BotHost.SaysAsync(group, "in your pocket");
        await Host.HandledAsync();

        Assert.Single(group.Sees, message => message.IsFromBot);
    }

    [Fact]
    public async Task Stop_as_a_reply_stops_that_task_alone()
    {
        var one = Ann.Writes("one");
        Ann.Writes("two");
        var first = await Host.Agents.RunAsync("one");
        var second = await Host.Agents.RunAsync("two");

        Ann.Writes("/stop", replyTo: one);

        await Host.NodeAsync(first.NodeId, NodeState.Stopped);
        await Host.NodeAsync(second.NodeId, NodeState.Running);
        await BotHost.SaysAsync(Ann, "Stopping that task.");

        await Patience.UntilAsync(async () => (await Host.Store.ReadAsync<TelegramView>(first.NodeId, default))?.Change?.State == NodeState.Stopped, "the chat to hear of the stop");
        Ann.Writes("/stop", replyTo: one);

        await BotHost.SaysAsync(Ann, "That task has already ended.");
    }

    [Fact]
    public async Task Stop_stops_everything_in_this_chat_and_nothing_elsewhere()
    {
        var one = Ann.Writes("one");
        var reply = Ann.Writes("after one", replyTo: one);
        Telegram.Person(BotHost.Bob).Writes("bobs");
        var first = await Host.Agents.RunAsync("one");
        var bobs = await Host.Agents.RunAsync("bobs");

        Ann.Writes("/stop");

        await Host.NodeAsync(first.NodeId, NodeState.Stopped);
        await Host.NodeAsync((await Host.LinkAsync(BotHost.Ann, reply)).NodeId, NodeState.Stopped);
        await Host.NodeAsync(bobs.NodeId, NodeState.Running);
    }

    [Fact]
    public async Task Stop_reaches_what_was_written_just_before_it()
    {
        var message = Ann.Writes("quick");
        Ann.Writes("/stop");

        await Host.NodeAsync((await Host.LinkAsync(BotHost.Ann, message)).NodeId, NodeState.Stopped);
    }

    [Fact]
    public async Task Clear_as_a_reply_forgets_a_branch_and_deletes_its_messages()
    {
        var root = Ann.Writes("root");
        var run = await Host.Agents.RunAsync("root");
        await Host.Agents.EndAsync(run);
        await Host.FinishedAsync(run);
        var branch = Ann.Writes("branch", replyTo: root);
        var branched = await Host.Agents.RunAsync("branch");
        var shown = await Host.ShowAsync(Ann, branched.NodeId);
        await Host.Agents.EndAsync(branched);
        await Host.FinishedAsync(branched);

        Ann.Writes("/clear", replyTo: branch);

        await Patience.UntilAsync(() => Task.FromResult(!Ann.Sees.Any(message => message.Id == branch || message.Id == shown)));
        Assert.Contains(Ann.Sees, message => message.Id == root);
        await Patience.UntilAsync(async () => await Host.Store.ReadAsync<TelegramView>(branched.NodeId, default) is null);
        await Host.NodeAsync(branched.NodeId, NodeState.Cleared);
    }

    [Fact]
    public async Task Clear_forgets_everything_of_the_chat_by_the_hundred()
    {
        var ids = new List<int>();
        for (var n = 0; n < 3; n++) ids.Add(Ann.Writes($"task {n}"));
        var run = await Host.Agents.RunAsync("task 0");
        for (var n = 0; n < 120; n++) ids.Add(await Host.ShowAsync(Ann, run.NodeId));
        foreach (var id in ids) await Host.LinkAsync(BotHost.Ann, id);

        Ann.Writes("/clear");

        await Patience.UntilAsync(() => Task.FromResult(!Ann.Sees.Any(message => ids.Contains(message.Id))));
        var batches = Telegram.Calls.Where(call => call.Method == "deleteMessages").Select(call => call.Parameters["message_ids"]!.AsArray().Count).ToList();
        Assert.Contains(100, batches);
        Assert.Contains(21, batches);
        Assert.DoesNotContain(Telegram.Calls, call => call.Method == "deleteMessage");
    }

    [Fact]
    public async Task Clear_takes_commands_their_answers_and_what_was_taken_back_along()
    {
        Ann.Writes("/frobnicate");
        await BotHost.SaysAsync(Ann, "I do not know");
        Ann.Writes("/usage");
        await BotHost.SaysAsync(Ann, "Your messages");
        await Host.HandledAsync();

        Ann.Writes("/clear");

        var last = await BotHost.SaysAsync(Ann, "Forgetting everything");
        await Patience.UntilAsync(() => Task.FromResult(Ann.Sees.All(message => message.Id == last.Id)), "nothing else to be left");
    }

    [Fact]
    public async Task A_command_behind_a_mention_is_one_too()
    {
        var group = Telegram.Person(BotHost.Ann, chatId: -5);

        group.Writes("@fake_bot /help");

        await BotHost.SaysAsync(group, "in your pocket");
    }

    [Fact]
    public async Task A_server_that_deletes_one_message_at_a_time_will_do()
    {
        Telegram.Misbehave("deleteMessages", TestKit.Telegram.TelegramFault.UnknownMethod);
        var message = Ann.Writes("task");
        var run = await Host.Agents.RunAsync("task");
        await Host.Agents.EndAsync(run);
        await Host.FinishedAsync(run);

        Ann.Writes("/clear");

        await Patience.UntilAsync(() => Task.FromResult(!Ann.Sees.Any(seen => seen.Id == message)));
    }

    [Fact]
    public async Task Usage_tells_limits_and_what_the_days_runs_have_used()
    {
        Ann.Writes("work");
        var run = await Host.Agents.RunAsync("work");
        await Host.Agents.EndAsync(run, usage: new TokenCount { InputTokens = 1200, OutputTokens = 34 });
        await Host.FinishedAsync(run);

        Ann.Writes("/usage");

        var said = await BotHost.SaysAsync(Ann, "1,200 tokens read, 34 written");
        Assert.Contains("1 of 10 used, 9 left", said.Text, StringComparison.Ordinal);
        Assert.Contains("$0.50 at Claude's list price", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_chosen_for_one_chat_among_those_that_are_configured()
    {
        Ann.Writes("/model");
        var choice = await BotHost.SaysAsync(Ann, "New tasks of this chat ask");
        Assert.Equal(["✓ As configured (nvidia_nim/z-ai/glm4.7)", "nvidia_nim/z-ai/glm4.7", "open_router/other", "ollama/big"], choice.Buttons.Select(button => button.Text));

        Ann.Presses(choice.Id, "ollama/big");
        await BotHost.SaysAsync(Ann, "New tasks of this chat ask: ollama/big");
        Ann.Writes("with the big one");
        Telegram.Person(BotHost.Bob).Writes("with the usual one");

        Assert.Equal("ollama/big", (await Host.Agents.RunAsync("with the big one")).Options.Model);
        Assert.Null((await Host.Agents.RunAsync("with the usual one")).Options.Model);
    }

    [Fact]
    public async Task Status_and_stats_tell_what_is_under_way()
    {
        var message = Ann.Writes("look into it");
        Ann.Writes("and then that", replyTo: message);
        var run = await Host.Agents.RunAsync("look into it");
        await Host.NodeAsync((await Host.LinkAsync(BotHost.Ann, message + 1)).NodeId, NodeState.Queued);

        Ann.Writes("/status");
        await BotHost.SaysAsync(Ann, "“look into it”: running for");
        await BotHost.SaysAsync(Ann, ", 1 queued");
        Ann.Writes("/status", replyTo: message + 1);
        await BotHost.SaysAsync(Ann, "“and then that”: queued");
        await Host.Get<CliWorkers>().NoteAsync("busy", default);
        await Host.Get<CliWorkers>().NoteAsync("idle", default);
        Ann.Writes("/stats");
        await BotHost.SaysAsync(Ann, "This chat: 1 tree, 1 running, 1 queued");
        await BotHost.SaysAsync(Ann, "2 workers, of which 1 busy");
        await Host.Agents.EndAsync(run);
    }

    [Fact]
    public async Task The_status_of_a_task_that_failed_with_many_words_is_told_all_the_same()
    {
        var message = Ann.Writes("work");
        var run = await Host.Agents.RunAsync("work");
        await Host.Agents.EndAsync(run, RunState.Failed);
        await Host.NodeAsync(run.NodeId, NodeState.Failed);
        await Host.Store.ChangeAsync(async change => (await change.FindAsync<TreeNode>(run.NodeId, default))!.Error = new string('x', 4096), default);

        Ann.Writes("/status", replyTo: message);

        await BotHost.SaysAsync(Ann, "“work”: failed\nxxx");
    }

    [Fact]
    public async Task A_file_with_a_name_of_thousands_of_characters_is_told_not_to_be_there()
    {
        Ann.Writes($"/file {new string('x', 200)}/{string.Join('/', Enumerable.Repeat("y", 1944))}");

        await BotHost.SaysAsync(Ann, "'xxx");
    }

    [Fact]
    public async Task A_file_of_the_workspace_is_sent_and_none_beyond_it()
    {
        await File.WriteAllTextAsync(Path.Combine(Place.Workspace, "report.md"), "# Report");

        Ann.Writes("/file report.md");
        await Patience.UntilAsync(() => Task.FromResult(Ann.Sees.Any(message => message.Document is { Name: "report.md" })));
        Ann.Writes("/file ../../etc/passwd");

        await BotHost.SaysAsync(Ann, "outside the workspace");
        Assert.Equal("# Report"u8.ToArray(), Ann.Sees.Single(message => message.Document is not null).Document!.Content);
    }

    [Theory]
    [InlineData(413, "Request Entity Too Large", "too large")]
    [InlineData(400, "Bad Request: wrong file", "wrong file")]
    public async Task A_file_that_cannot_be_sent_is_told_with_the_reason(int code, string words, string told)
    {
        await File.WriteAllTextAsync(Path.Combine(Place.Workspace, "report.md"), "# Report");
        Telegram.Misbehave("sendDocument", new TelegramFault(TelegramFaultKind.Answer, code, words));

        Ann.Writes("/file report.md");

        Assert.Contains(told, (await BotHost.SaysAsync(Ann, "'report.md' could not be sent")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_get_through_is_told_and_holds_up_nothing_for_ever()
    {
        await File.WriteAllTextAsync(Path.Combine(Place.Workspace, "report.md"), "# Report");
        Telegram.Misbehave("sendDocument", [.. Enumerable.Repeat(TelegramFault.DropBefore, 10)]);

        Ann.Writes("/file report.md");

        await BotHost.SaysAsync(Ann, "'report.md' could not be sent: Telegram did not take it in time");
    }
}
