using Npgsql;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Brokers;
using Pipeline.TestKit.Databases;
using Pipeline.TestKit.Telegram;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>Several Telegram workers as processes of their own.</summary>
[Trait("Category", "Full")]
public sealed class TakeoverTests
{
    private const string Speaks = "This worker speaks for the bot";

    [Fact]
    public async Task When_the_worker_that_polls_is_killed_another_takes_over()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        await using var broker = await TestVirtualHost.CreateAsync();
        await using var database = await TestDatabase.CreateAsync();
        var settings = new Dictionary<string, string>
        {
            ["RABBITMQ_URL"] = broker.Url.ToString(),
            ["DATABASE_URL"] = database.ConnectionString,
            ["TELEGRAM_BOT_TOKEN"] = telegram.Token,
            ["TELEGRAM_API_BASE_URL"] = telegram.BaseAddress.ToString(),
            ["ALLOWED_TELEGRAM_USER_ID"] = "7",
        };
        await using var first = await RoleProcess.StartAsync("Workers.Telegram", ["--urls", "http://127.0.0.1:0"], settings);
        await first.SaysAsync(Speaks);
        await using var second = await RoleProcess.StartAsync("Workers.Telegram", ["--urls", "http://127.0.0.1:0"], settings);
        await second.IsReadyAsync();
        var ann = telegram.Person(7);
        ann.Writes("/help");
        await SaysAsync(ann, "in your pocket");
        await HandledAsync(database);

        await first.KillAsync();
        ann.Writes("/usage");

        await SaysAsync(ann, "Your messages:");
        Assert.Contains(Speaks, second.Output, StringComparison.Ordinal);
        Assert.Equal(2, ann.Sees.Count(message => message.IsFromBot));
        Assert.DoesNotContain(telegram.Token, first.Output + second.Output, StringComparison.Ordinal);
    }

    // Until that is noted, what was said may be said again.
    private static Task HandledAsync(TestDatabase database) => Patience.UntilAsync(async () =>
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var unhandled = new NpgsqlCommand("SELECT count(*) FROM telegram_updates WHERE handled_at IS NULL", connection);
        return (long)(await unhandled.ExecuteScalarAsync())! == 0;
    });

    private static Task SaysAsync(TelegramPerson person, string words) =>
        Patience.UntilAsync(() => Task.FromResult(person.Sees.Any(message => message.Text.Contains(words, StringComparison.Ordinal))), words);
}
