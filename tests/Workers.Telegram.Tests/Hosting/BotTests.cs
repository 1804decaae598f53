using Microsoft.Extensions.DependencyInjection;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

/// <summary>Tests with a bot, and people who write to it.</summary>
/// <param name="backend">Where it keeps its state.</param>
public abstract class BotTests(Backend backend = Backend.Files) : IAsyncLifetime
{
    private protected FakeTelegram Telegram { get; private set; } = null!;

    private protected StatePlace Place { get; private set; } = null!;

    private protected BotHost Host { get; private set; } = null!;

    private protected TelegramPerson Ann { get; private set; } = null!;

    /// <summary>Option keys beside the usual ones.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    /// <summary>The bot's clock.</summary>
    private protected virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Whether the bot shows work, too.</summary>
    private protected virtual bool ShowsWork => false;

    public async Task InitializeAsync()
    {
        Telegram = await FakeTelegram.StartAsync();
        Place = await StatePlace.CreateAsync(backend);
        await PrepareAsync();
        await StartAsync();
        Ann = Telegram.Person(BotHost.Ann);
    }

    public virtual async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Place.DisposeAsync();
        await Telegram.DisposeAsync();
    }

    /// <summary>Runs before the bot starts.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Adds what the bot has beside the usual, or instead of it.</summary>
    private protected virtual void AddServices(IServiceCollection services)
    {
    }

    /// <summary>Stops the bot and starts it again on the same state.</summary>
    private protected async Task RestartAsync()
    {
        await Host.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Starts the bot where it was stopped.</summary>
    private protected async Task StartAsync() => Host = await BotHost.StartAsync(Telegram, Place, Settings, Time, AddServices, ShowsWork);
}
