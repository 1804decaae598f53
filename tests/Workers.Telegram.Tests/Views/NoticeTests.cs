using Pipeline.TestKit.Telegram;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class NoticeTests : ViewTests
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:Views:NotifyAfterSeconds", "0.001"), new("Telegram:Views:FileBeyond", "5000")];

    [Fact]
    public async Task A_long_task_ends_with_a_sound_and_others_make_none()
    {
        var run = await BeginAsync("work");
        Assert.True((await ShowsAsync("")).IsSilent);

        await EndAsync(run, "the end");

        await ClosedAsync(run);
        Assert.Equal(2, Shown.Count);
        Assert.Equal((Shown[0].Id, false), (Shown[1].ReplyTo!.Value, Shown[1].IsSilent));
    }

    [Fact]
    public async Task A_reply_to_it_continues_from_its_node_and_it_goes_when_that_is_cleared()
    {
        var run = await BeginAsync("work");
        await EndAsync(run, "the end");
        await ClosedAsync(run);

        Ann.Writes("go on", replyTo: Shown[1].Id);
        Assert.Equal(run.TreeId, (await Host.Agents.RunAsync("go on")).TreeId);
        Ann.Writes("/clear", replyTo: Shown[1].Id);

        await SeesAsync(shown => !shown.Any(message => message.Text.Contains("the end", StringComparison.Ordinal) || message.Text.Contains("done in", StringComparison.Ordinal)), "nothing of it");
    }

    [Fact]
    public async Task It_is_said_also_where_the_answers_file_is_refused()
    {
        var run = await BeginAsync("work");
        Telegram.Misbehave("sendDocument", new TelegramFault(TelegramFaultKind.Answer, 413, "Request Entity Too Large"));

        await EndAsync(run, Answers.Long(6_000));

        await ClosedAsync(run);
        Assert.False(Shown[^1].IsSilent);
        Assert.Contains("done in", Shown[^1].Text, StringComparison.Ordinal);
        Assert.Equal(Answers.Lines(6_000), Answers.LinesIn(Shown));
    }

    [Fact]
    public async Task It_is_not_said_again_after_a_restart()
    {
        var run = await BeginAsync("work");
        await EndAsync(run, "the end");
        await ClosedAsync(run);

        await RestartAsync();
        var next = await BeginAsync("more");
        await EndAsync(next, "its end");

        await ClosedAsync(next);
        Assert.Equal(4, Shown.Count);
    }

    [Fact]
    public async Task Who_stops_a_task_knows_that_it_has_ended()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");

        Ann.Presses(Shown[0].Id, Shown[0].Buttons[0].Text);

        await ClosedAsync(run);
        Assert.Contains("stopped", Assert.Single(Shown).Text, StringComparison.Ordinal);
    }
}
