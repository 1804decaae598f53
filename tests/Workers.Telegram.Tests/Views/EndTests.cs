using System.Text;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit.Telegram;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class EndTests : ViewTests
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:Views:FileBeyond", "20000")];

    [Fact]
    public async Task A_long_answer_is_continued_in_further_messages_each_a_reply_to_the_one_before()
    {
        var run = await BeginAsync("tell me all");

        await EndAsync(run, Answers.Long(9_000));

        var view = await ClosedAsync(run);
        Assert.Equal(view.BotMessageIds, Shown.Select(message => message.Id));
        Assert.InRange(Shown.Count, 3, 5);
        Assert.Equal([view.MessageId, .. view.BotMessageIds[..^1]], Shown.Select(message => message.ReplyTo!.Value));
        Assert.Equal(Answers.Lines(9_000), Answers.LinesIn(Shown));
    }

    [Fact]
    public async Task An_answer_beyond_the_set_length_comes_as_a_file_below_its_beginning()
    {
        var run = await BeginAsync("tell me everything");

        await EndAsync(run, Answers.Long(30_000));

        await ClosedAsync(run);
        Assert.Equal(2, Shown.Count);
        Assert.Contains(Answers.Lines(30_000)[0], Shown[0].Text, StringComparison.Ordinal);
        Assert.Contains(Answers.Lines(30_000)[^1], Encoding.UTF8.GetString(Shown[1].Document!.Content), StringComparison.Ordinal);
        Assert.Equal(Shown[0].Id, Shown[1].ReplyTo);
    }

    [Fact]
    public async Task Telegram_asks_for_patience_and_the_end_is_shown_all_the_same()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");
        Telegram.Misbehave("editMessageText", TelegramFault.TooManyRequests(1), TelegramFault.ServerError, TelegramFault.TooManyRequests(1));

        await EndAsync(run, "All is well.");

        await ShowsAsync("All is well.");
    }

    [Fact]
    public async Task Formatting_that_is_refused_goes_plain()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");
        Telegram.Misbehave("sendMessage", TelegramFault.CannotParse);

        await EndAsync(run, Answers.Long(5_000, "**"));

        await ClosedAsync(run);
        Assert.Equal(Answers.Lines(5_000), Answers.LinesIn(Shown));
        Assert.NotEmpty(Shown[0].Entities);
        Assert.Empty(Shown[1].Entities);
    }

    [Fact]
    public async Task A_server_that_is_too_old_for_a_kind_of_formatting_shows_the_text()
    {
        Telegram.UnknownEntities.Add("expandable_blockquote");
        var run = await BeginAsync("work");
        await Host.Transcripts.WriteAsync(run, new ToolCalled { Id = "1", Name = "Bash", Description = "dotnet test" });

        await EndAsync(run, "All is **well**.");

        await ClosedAsync(run);
        Assert.Contains("All is well.", Assert.Single(Shown).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_refused_costs_nothing_but_itself()
    {
        var run = await BeginAsync("tell me all");
        await ShowsAsync("");
        Telegram.Misbehave("sendMessage", new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: words that nobody knows yet"));

        await EndAsync(run, Answers.Long(11_000));

        await ClosedAsync(run);
        Assert.Contains("refuses this part of the answer", Shown[1].Text, StringComparison.Ordinal);
        Assert.Contains(Answers.Lines(11_000)[^1], Shown[^1].Text, StringComparison.Ordinal);
        Assert.True(Shown.Count > 2);
    }

    [Fact]
    public async Task An_answer_whose_file_is_refused_comes_in_messages()
    {
        var run = await BeginAsync("tell me everything");
        Telegram.Misbehave("sendDocument", new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: not enough rights to send documents to the chat"));

        await EndAsync(run, Answers.Long(30_000));

        await ClosedAsync(run);
        Assert.Equal(Answers.Lines(30_000), Answers.LinesIn(Shown));
        Assert.DoesNotContain(Shown, message => message.Text.Contains("below", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_whose_worker_went_away_shows_what_it_had_written()
    {
        var run = await BeginAsync("work");
        await Host.Transcripts.WriteAsync(run, Text("I had begun."));

        await Host.Agents.EndAsync(run, RunState.Interrupted, "");

        await ClosedAsync(run);
        var end = Assert.Single(Shown);
        Assert.Contains("I had begun.", end.Text, StringComparison.Ordinal);
        Assert.Contains(end.Buttons, button => button.Text.Contains("Resume", StringComparison.Ordinal));
    }
}
