using System.Data.Common;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class OutageTests() : ViewTests(Backend.Database)
{
    [Fact]
    public async Task While_the_database_is_away_what_frames_tell_is_shown_and_the_end_follows_when_it_is_back()
    {
        var run = await BeginAsync("work");
        await Host.Transcripts.WriteAsync(run, Text("before "));
        var live = await ShowsAsync("before");

        await Place.Database!.LeaveAsync();
        await Host.Transcripts.ShowAsync(run, Text("and meanwhile"));
        await ShowsAsync("before and meanwhile");
        await Place.Database.ReturnAsync();
        await Patience.UntilAsync(() => TryEndAsync(run));

        Assert.Equal(live.Id, (await ShowsAsync("the end")).Id);
    }

    [Fact]
    public async Task An_end_that_is_told_while_the_database_is_away_is_shown_when_it_is_back()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");
        await Host.Transcripts.WriteAsync(run, new RunEnded { State = RunState.Completed, Text = "the end" });
        await Place.Database!.LeaveAsync();

        await Host.SendAsync(CommandExchanges.ChatEvents(ChatPlatforms.Telegram), new NodeChanged
        {
            TreeId = run.TreeId, NodeId = run.NodeId, Version = 1000, State = NodeState.Completed, Run = run.Run, Text = "the end", ChangedAt = TimeProvider.System.GetUtcNow(),
        });
        await Host.MetOutageAsync();
        await Place.Database.ReturnAsync();

        await ShowsAsync("✅ done");
        Assert.DoesNotContain("R-FAULT", Host.Log.Text, StringComparison.Ordinal);
    }

    // The first connections that are used again are those that were ended.
    private async Task<bool> TryEndAsync(RunCliTask run)
    {
        try
        {
            await EndAsync(run, "the end");
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
