using System.Data.Common;
using Pipeline.Contracts.CliTasks;
using Pipeline.TestKit;
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
