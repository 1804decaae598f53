using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Clearing;
using Pipeline.Workers.Telegram.Tests.BotApi;

namespace Pipeline.Workers.Telegram.Tests.Clearing;

public sealed class MessageDeletionTests
{
    private const long Chat = 7;

    [Fact]
    public async Task Messages_are_deleted_where_telegram_is_away_for_some_minutes()
    {
        var time = new ManualTime();
        await using var telegram = await FakeTelegram.StartAsync();
        using var bot = Bots.Of(telegram);
        var message = telegram.Person(Chat).Writes("to be forgotten");
        telegram.Misbehave("deleteMessages", [.. Enumerable.Repeat(TelegramFault.ServerError, 10)]);

        var deleting = new MessageDeletion(bot, time, () => 0, NullLogger<MessageDeletion>.Instance).DeleteAsync(Chat, [message], default);
        await Patience.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return Task.FromResult(deleting.IsCompleted);
        });
        await deleting;

        Assert.Empty(telegram.Chat(Chat));
    }
}
