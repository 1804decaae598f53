using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class LostMessageTests : ViewTests
{
    [Fact]
    public async Task A_live_message_that_the_person_deletes_is_sent_anew()
    {
        var run = await BeginAsync("work");
        var first = await ShowsAsync("");

        Ann.Deletes(first.Id);
        await Host.Transcripts.WriteAsync(run, Text("further on"));

        var second = await ShowsAsync("further on");
        Assert.NotEqual(first.Id, second.Id);
        await EndAsync(run, "the end");
        Assert.Equal([(await ShowsAsync("the end")).Id], (await ClosedAsync(run)).BotMessageIds);
    }

    [Fact]
    public async Task An_answer_is_shown_whole_and_in_order_where_its_message_was_deleted()
    {
        var run = await BeginAsync("work");
        Ann.Deletes((await ShowsAsync("")).Id);

        await EndAsync(run, Answers.Long(9_000));

        await ClosedAsync(run);
        Assert.Equal(Answers.Lines(9_000), Answers.LinesIn(Shown));
    }

    [Fact]
    public async Task An_answer_needs_no_question_to_reply_to()
    {
        Telegram.Misbehave("sendMessage", TelegramFault.TooManyRequests(1));
        Ann.Deletes(Ann.Writes("work"));

        await EndAsync(await Host.Agents.RunAsync("work"), "the end");

        Assert.Null((await ShowsAsync("the end")).ReplyTo);
    }

    [Fact]
    public async Task Where_the_bot_is_blocked_work_goes_on_unseen()
    {
        var blocked = new TelegramFault(TelegramFaultKind.Answer, 403, "Forbidden: bot was blocked by the user");
        Telegram.Misbehave("sendMessage", [.. Enumerable.Repeat(blocked, 20)]);

        var run = await BeginAsync("work");
        await EndAsync(run, "the end");

        await Host.NodeAsync(run.NodeId, NodeState.Completed);
        await ClosedAsync(run);
        await Host.Log.SaysAsync("bot was blocked by the user");
        Assert.Empty(Shown);
    }

    [Fact]
    public async Task An_edit_that_is_refused_for_an_unknown_reason_does_not_end_what_is_shown()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");
        Telegram.Misbehave("editMessageText", new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: words that nobody knows yet"));
        var before = Telegram.Calls.Count(call => call.Method == "editMessageText");

        await Host.Transcripts.WriteAsync(run, Text("first"));
        await Patience.UntilAsync(() => Task.FromResult(Telegram.Calls.Count(call => call.Method == "editMessageText") > before));
        await Host.Transcripts.WriteAsync(run, Text(" and second"));

        await ShowsAsync("first and second");
    }

    [Fact]
    public async Task A_person_who_lets_the_bot_in_again_sees_how_it_ended()
    {
        var run = await BeginAsync("work");
        Ann.Deletes((await ShowsAsync("")).Id);
        Telegram.Misbehave("sendMessage", new TelegramFault(TelegramFaultKind.Answer, 403, "Forbidden: bot was blocked by the user"));
        await Host.Transcripts.WriteAsync(run, Text("unseen"));
        await ClosedAsync(run);

        await EndAsync(run, "the end");

        await ShowsAsync("the end");
    }
}
