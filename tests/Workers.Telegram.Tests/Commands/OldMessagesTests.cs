using Pipeline.TestKit;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Commands;

public sealed class OldMessagesTests : BotTests
{
    private readonly ShiftedTime _time = new();

    private protected override TimeProvider Time => _time;

    [Fact]
    public async Task What_telegram_does_not_let_the_bot_delete_is_left_and_the_person_told()
    {
        var old = Ann.Writes("old");
        var run = await Host.Agents.RunAsync("old");
        await Host.ShowAsync(Ann, run.NodeId);
        await Host.Agents.EndAsync(run);
        await Host.FinishedAsync(run);
        _time.Advance(MessageDeletion.MaxAge + TimeSpan.FromHours(1));
        Telegram.Ages(MessageDeletion.MaxAge + TimeSpan.FromHours(1));
        var reply = Ann.Writes("young", replyTo: old);
        await Host.Agents.RunAsync("young");

        Ann.Writes("/clear");

        await BotHost.SaysAsync(Ann, "messages of the last two days only");
        await Patience.UntilAsync(() => Task.FromResult(!Ann.Sees.Any(message => message.Id == reply)), "the young one to be deleted");
        Assert.Contains(Ann.Sees, message => message.Id == old);
        Assert.DoesNotContain(Telegram.Calls, call => call.Method == "deleteMessage");
    }
}
