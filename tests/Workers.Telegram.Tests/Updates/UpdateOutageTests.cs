using System.Text.Json;
using Pipeline.Contracts.Telegram;
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

    private static string Update(string text) => JsonSerializer.Serialize(new
    {
        update_id = 1,
        message = new { message_id = 1, date = 1, text, chat = new { id = BotHost.Ann, type = "private" }, from = new { id = BotHost.Ann, is_bot = false, first_name = "Ann" } },
    });
}
