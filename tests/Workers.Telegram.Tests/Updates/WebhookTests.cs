using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.Tests.BotApi;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Tests.Updates;

public sealed class WebhookTests : IAsyncLifetime, IDisposable
{
    private const string Url = "http://127.0.0.1:9/telegram/webhook";

    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _lease = new();
    private readonly LogLines _log = new();
    private FakeTelegram _telegram = null!;
    private TelegramBotClient _bot = null!;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _bot = Bots.Of(_telegram);
    }

    public async Task DisposeAsync()
    {
        _bot.Dispose();
        await _telegram.DisposeAsync();
    }

    public void Dispose()
    {
        _lease.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_webhook_that_is_refused_is_set_until_telegram_takes_it()
    {
        var refusal = new TelegramFault(TelegramFaultKind.Answer, 400, "Bad Request: bad webhook: Failed to resolve host");
        _telegram.Misbehave("setWebhook", refusal, refusal, refusal);

        var keeping = Webhook(_telegram.BaseAddress.ToString()).KeepAsync(_lease.Token);

        await UntilAsync(() => _telegram.WebhookUrl == Url);
        await _log.SaysAsync("Failed to resolve host");
        await EndAsync(keeping);
    }

    [Fact]
    public async Task A_webhook_that_somebody_takes_away_is_set_again()
    {
        var keeping = Webhook(_telegram.BaseAddress.ToString()).KeepAsync(_lease.Token);
        await UntilAsync(() => _telegram.WebhookUrl == Url);

        await _bot.SendRequest(new DeleteWebhookRequest());
        await UntilAsync(() => _telegram.WebhookUrl == Url);
        await _bot.SendRequest(new SetWebhookRequest("http://127.0.0.1:9/elsewhere"));

        await UntilAsync(() => _telegram.WebhookUrl == Url);
        await EndAsync(keeping);
    }

    [Fact]
    public async Task An_address_that_telegrams_own_server_never_takes_is_spoken_of()
    {
        var keeping = Webhook("https://api.telegram.org").KeepAsync(_lease.Token);

        await _log.SaysAsync("TELEGRAM_WEBHOOK_URL does not begin with https://");
        await EndAsync(keeping);
    }

    private Webhook Webhook(string server)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        return new Webhook(
            _bot, Options.Create(new UpdateOptions { WebhookUrl = Url, WebhookSecret = "secret" }), Options.Create(new TelegramBotOptions { ApiBaseUrl = server }),
            _time, () => 0, loggers.CreateLogger<Webhook>());
    }

    private Task UntilAsync(Func<bool> condition) => Patience.UntilAsync(() =>
    {
        _time.Advance(Telegram.Updates.Webhook.Interval);
        return Task.FromResult(condition());
    });

    private async Task EndAsync(Task keeping)
    {
        await _lease.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
    }
}
