using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

/// <summary>Tests with several workers of one bot, on one broker and one database.</summary>
public abstract class SharedBotTests : IAsyncLifetime
{
    private TestVirtualHost _broker = null!;

    private protected FakeTelegram Telegram { get; private set; } = null!;

    private protected StatePlace Place { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Telegram = await FakeTelegram.StartAsync();
        Place = await StatePlace.CreateAsync(Backend.Database);
        _broker = await TestVirtualHost.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await Place.DisposeAsync();
        await Telegram.DisposeAsync();
    }

    /// <summary>Starts one more worker.</summary>
    private protected Task<BotHost> StartAsync(bool showsWork = false) =>
        BotHost.StartAsync(Telegram, Place, [new("RabbitMq:Url", $"{_broker.Url}")], showsWork: showsWork);
}
