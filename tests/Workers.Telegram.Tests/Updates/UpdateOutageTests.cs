using System.Data.Common;
using System.Text.Json;
using Pipeline.Contracts.Telegram;
using Pipeline.Persistence.Telegram;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Transport.Bus;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Updates;

public sealed class UpdateOutageTests() : BotTests(Backend.Database)
{
    [Fact]
    public async Task What_the_webhook_takes_while_the_database_is_away_is_handled_when_it_is_back()
    {
        await Place.Database!.LeaveAsync();

        await Host.SendAsync(CommandExchanges.TelegramUpdates, new HandleTelegramUpdate { Body = Update("work") });
        await Host.MetOutageAsync();
        await Place.Database.ReturnAsync();

        await Host.Agents.RunAsync("work");
    }

    [Fact]
    public async Task What_is_said_while_the_database_goes_away_is_said_once()
    {
        var arrived = new TaskCompletionSource();
        Telegram.Misbehave("sendMessage", TelegramFault.Late(arrived.Task));
        Ann.Writes("/help");
        await BotHost.SaysAsync(Ann, "in your pocket");

        await Place.Database!.LeaveAsync();
        arrived.SetResult();
        await Host.Log.SaysAsync("as the database is away; it is tried again");
        await Place.Database.ReturnAsync();
        await HandledAsync();

        Assert.Single(Ann.Sees, message => message.IsFromBot);
    }

    // The first connections that are used again are those that were ended.
    private Task HandledAsync() => Patience.UntilAsync(async () =>
    {
        try
        {
            return await Host.Store.ReadAllAsync<TelegramUpdate>(update => update.HandledAt != null, default) is not [];
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException { InnerException: DbException })
        {
            return false;
        }
    });

    private static string Update(string text) => JsonSerializer.Serialize(new
    {
        update_id = 1,
        message = new { message_id = 1, date = 1, text, chat = new { id = BotHost.Ann, type = "private" }, from = new { id = BotHost.Ann, is_bot = false, first_name = "Ann" } },
    });
}
