using System.Text;
using Pipeline.Contracts.CliTasks;
using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Conversation;

public sealed class KnownAnswerTests : BotTests
{
    private const string Question = "Show the main functions of the parser";

    [Fact]
    public async Task A_question_that_only_looks_is_answered_from_memory_and_says_so()
    {
        var first = await AskAsync("It has **two**.");

        var again = Ann.Writes(Question);
        var answer = await BotHost.SaysAsync(Ann, "From memory");

        Assert.Contains("It has two.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(again, answer.ReplyTo);
        Assert.Single(Host.Agents.Runs);
        Ann.Writes("and then?", replyTo: answer.Id);
        Assert.Equal(first.TreeId, (await Host.Agents.RunAsync("and then?")).TreeId);
    }

    [Fact]
    public async Task A_very_long_one_is_a_file_again()
    {
        var answer = new string('x', 50_000);
        await AskAsync(answer);

        Ann.Writes(Question);
        await Patience.UntilAsync(() => Task.FromResult(Ann.Sees.Any(message => message.Document is not null)), "the file");

        var file = Ann.Sees.Single(message => message.Document is not null);
        Assert.Equal(("answer.md", answer), (file.Document!.Name, Encoding.UTF8.GetString(file.Document.Content)));
        Assert.Single(Ann.Sees, message => message.IsFromBot && message.Text.Contains("The whole answer is in answer.md", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_asks_again()
    {
        var first = await AskAsync("It has two.");
        Ann.Writes(Question);
        var answer = await BotHost.SaysAsync(Ann, "From memory");

        var query = Ann.Presses(answer.Id, "🔄 Refresh");

        var run = await Host.Agents.RunAsync(run => run.RunId != first.RunId);
        Assert.Equal((Question, false), (run.Prompt, run.TreeId == first.TreeId));
        await Patience.UntilAsync(() => Task.FromResult(Telegram.CallbackAnswers.ContainsKey(query)));
    }

    [Fact]
    public async Task What_was_cleared_is_not_known_any_more_even_at_once()
    {
        var first = await AskAsync("It has two.");

        Ann.Writes("/clear");
        var again = Ann.Writes(Question);

        var run = await Host.Agents.RunAsync(run => run.RunId != first.RunId);
        Assert.Equal(run.NodeId, (await Host.LinkAsync(BotHost.Ann, again)).NodeId);
    }

    [Fact]
    public async Task What_another_worker_has_cleared_is_not_known_any_more()
    {
        var first = await AskAsync("It has two.");
        await Host.Store.ChangeAsync(async change => change.Remove((await change.FindAsync<TelegramView>(first.NodeId, default))!), default);

        Ann.Writes(Question);

        await Host.Agents.RunAsync(run => run.RunId != first.RunId);
    }

    [Fact]
    public async Task Clearing_an_answer_leaves_its_question_to_the_task_that_asks_it_again()
    {
        var (question, answer) = await AskAgainAsync();

        Ann.Writes("/clear", replyTo: answer);

        await Patience.UntilAsync(() => Task.FromResult(!Ann.Sees.Any(message => message.Id == answer)), "the answer to be deleted");
        Assert.Contains(Ann.Sees, message => message.Id == question);
        Assert.NotNull(await Host.Store.ReadAsync<TelegramView>(Host.Agents.Runs[1].NodeId, default));
    }

    [Fact]
    public async Task A_question_that_was_answered_from_memory_and_asked_again_goes_when_the_chat_is_cleared()
    {
        var (question, _) = await AskAgainAsync();
        var shown = await Host.ShowAsync(Ann, Host.Agents.Runs[1].NodeId);

        Ann.Writes("/clear");

        await Patience.UntilAsync(() => Task.FromResult(!Ann.Sees.Any(message => message.Id == question || message.Id == shown)), "the question to be deleted");
    }

    [Fact]
    public async Task A_workspace_that_has_changed_is_looked_at_again()
    {
        var first = await AskAsync("It has two.");
        await File.WriteAllTextAsync(Path.Combine(Place.Workspace, "new.txt"), "new");

        Ann.Writes(Question);

        await Host.Agents.RunAsync(run => run.RunId != first.RunId);
    }

    /// <summary>A question that is answered from memory, and then asked of an agent all the same.</summary>
    private async Task<(int Question, int Answer)> AskAgainAsync()
    {
        await AskAsync("It has two.");
        var question = Ann.Writes(Question);
        var answer = await BotHost.SaysAsync(Ann, "From memory");
        await Host.HandledAsync();
        Ann.Presses(answer.Id, "🔄 Refresh");
        await Patience.UntilAsync(() => Task.FromResult(Host.Agents.Runs.Count == 2), "the second run");
        return (question, answer.Id);
    }

    private async Task<RunCliTask> AskAsync(string answer)
    {
        Ann.Writes(Question);
        var run = await Host.Agents.RunAsync(Question);
        await Host.Agents.EndAsync(run, text: answer);
        await Host.FinishedAsync(run);
        return run;
    }
}
