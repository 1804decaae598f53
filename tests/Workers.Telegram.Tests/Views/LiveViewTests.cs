using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class LiveViewTests() : LiveViewScenarios(Backend.Files);

public sealed class LiveViewInDatabaseTests() : LiveViewScenarios(Backend.Database);

public abstract class LiveViewScenarios(Backend backend) : ViewTests(backend)
{
    [Fact]
    public async Task A_task_is_shown_in_one_message_that_answers_the_persons_from_its_start_to_its_end()
    {
        var asked = Ann.Writes("work");
        await ShowsAsync("");
        var run = await Host.Agents.RunAsync("work");

        await Host.Transcripts.WriteAsync(run, Text("I look at it."));
        var live = await ShowsAsync("I look at it.");
        await EndAsync(run, "All is well.");
        var end = await ShowsAsync("All is well.");

        Assert.Equal((asked, live.Id), (live.ReplyTo, end.Id));
        Assert.Contains(live.Buttons, button => button.Text.Contains("Stop", StringComparison.Ordinal));
        Assert.DoesNotContain(end.Buttons, button => button.Text.Contains("Stop", StringComparison.Ordinal));
        var view = await ClosedAsync(run);
        Assert.Equal([live.Id], view.BotMessageIds);
        Assert.Equal(view.Change!.Version, view.ShownVersion);
        Assert.Empty(Telegram.Complaints);
    }

    [Fact]
    public async Task What_only_frames_tell_is_shown_too()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");

        await Host.Transcripts.ShowAsync(run, Text("not stored yet"));

        await ShowsAsync("not stored yet");
    }

    [Fact]
    public async Task A_reply_to_the_answer_continues_from_its_node()
    {
        var run = await BeginAsync("work");
        await EndAsync(run, "All is well.");
        await ClosedAsync(run);

        Ann.Writes("go on", replyTo: Shown[0].Id);

        var next = await Host.Agents.RunAsync("go on");
        Assert.Equal((run.TreeId, $"session-{run.NodeId:N}"), (next.TreeId, next.SessionId));
    }

    [Fact]
    public async Task Those_that_wait_show_how_many_are_before_them()
    {
        var run = await BeginAsync("first");
        await ShowsAsync("");
        Ann.Writes("second", replyTo: Shown[0].Id);
        await SeesAsync(shown => shown is [_, var second] && second.Text.Contains("queued", StringComparison.Ordinal), "the second to wait");
        Ann.Writes("third", replyTo: Shown[0].Id);
        await SeesAsync(shown => shown is [.., var third] && third.Text.Contains("2 before it", StringComparison.Ordinal), "the third to wait for two");

        await EndAsync(run, "done");

        await SeesAsync(shown => shown is [.., var third] && third.Text.Contains("1 before it", StringComparison.Ordinal), "the third to wait for one");
    }
}
