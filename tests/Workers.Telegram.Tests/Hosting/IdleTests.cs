using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

public sealed class IdleTests
{
    [Fact]
    public async Task Without_a_token_the_worker_starts_says_so_and_stays_idle()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        await using var place = await StatePlace.CreateAsync(Backend.Files);
        await using var host = await BotHost.StartAsync(telegram, place, [new("Telegram:BotToken", null)]);

        await host.Log.SaysAsync("TELEGRAM_BOT_TOKEN is not set");
        Assert.Empty(telegram.Calls);
    }
}
