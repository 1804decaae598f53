using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.BotApi;

namespace Pipeline.Workers.Telegram.Tests.BotApi;

/// <summary>Clients of a fake server.</summary>
internal static class Bots
{
    public static TelegramBotClient Of(FakeTelegram telegram, double timeoutSeconds = 30, TimeProvider? time = null) =>
        At(telegram.BaseAddress.ToString(), telegram.Token, timeoutSeconds, time);

    public static TelegramBotClient At(string server, string token, double timeoutSeconds = 30, TimeProvider? time = null) => new(
        Options.Create(new TelegramBotOptions { ApiBaseUrl = server, BotToken = token, TimeoutSeconds = timeoutSeconds }),
        time ?? TimeProvider.System,
        NullLogger<TelegramBotClient>.Instance);
}
