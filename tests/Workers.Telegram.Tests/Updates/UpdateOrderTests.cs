using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.Tests.State;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Tests.Updates;

public sealed class UpdateOrderTests
{
    private readonly ManualTime _time = new();

    [Theory, EachBackend]
    public async Task What_has_overtaken_an_update_on_its_way_from_the_webhook_waits_for_it(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var inbox = await InboxAsync(place);
        var order = Order(inbox, "https://bot.example/telegram/webhook");
        await StoreAsync(inbox, 9);
        await PassAsync(inbox, order);

        await StoreAsync(inbox, 11, 12);
        Assert.Equal([9], await ReadyAsync(inbox, order));

        await StoreAsync(inbox, 10);
        Assert.Equal([9, 10, 11, 12], await ReadyAsync(inbox, order));
    }

    [Theory, EachBackend]
    public async Task What_does_not_come_is_not_waited_for_long(Backend backend)
    {
        await using var place = await StatePlace.CreateAsync(backend);
        var inbox = await InboxAsync(place);
        var order = Order(inbox, "https://bot.example/telegram/webhook");
        await StoreAsync(inbox, 11, 12);
        Assert.Empty(await ReadyAsync(inbox, order));

        _time.Advance(UpdateOrder.Patience);

        Assert.Equal([11, 12], await ReadyAsync(inbox, order));
    }

    [Fact]
    public async Task What_is_fetched_comes_in_order_and_waits_for_nothing()
    {
        await using var place = await StatePlace.CreateAsync(Backend.Files);
        var inbox = await InboxAsync(place);

        await StoreAsync(inbox, 11);

        Assert.Equal([11], await ReadyAsync(inbox, Order(inbox, webhook: null)));
    }

    private async Task<UpdateInbox> InboxAsync(StatePlace place)
    {
        var bot = new BotIdentity(Options.Create(new TelegramBotOptions { BotToken = "1:token" }));
        return new UpdateInbox(await place.OpenAsync(_time), bot, _time, NullLogger<UpdateInbox>.Instance);
    }

    private UpdateOrder Order(UpdateInbox inbox, string? webhook) => new(inbox, Options.Create(new UpdateOptions { WebhookUrl = webhook }), _time);

    // The very first has none before it.
    private async Task PassAsync(UpdateInbox inbox, UpdateOrder order)
    {
        _time.Advance(UpdateOrder.Patience);
        Assert.Single(await ReadyAsync(inbox, order));
    }

    private static async Task<IEnumerable<long>> ReadyAsync(UpdateInbox inbox, UpdateOrder order) =>
        (await order.ReadyAsync(await inbox.UnhandledAsync(default), default)).Select(update => update.UpdateId);

    private static async Task StoreAsync(UpdateInbox inbox, params long[] ids)
    {
        using var updates = JsonDocument.Parse($"[{string.Join(',', ids.Select(id => $$"""{"update_id":{{id}}}"""))}]");
        await inbox.StoreAsync([.. updates.RootElement.EnumerateArray()], default);
    }
}
