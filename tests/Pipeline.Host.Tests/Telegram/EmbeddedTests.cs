using System.Net;
using System.Text;
using Pipeline.Host.Tests.Hosting;
using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>The bot in the one process of the host.</summary>
public sealed class EmbeddedTests
{
    private const long Ann = 7;

    [Fact]
    public async Task The_host_speaks_for_the_bot_when_it_has_a_token()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync([.. Settings(telegram)]);
        var ann = telegram.Person(Ann);

        ann.Writes("/help");

        await SaysAsync(ann, "Claude Code in your pocket");
        Assert.DoesNotContain(telegram.Token, pipeline.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_that_telegram_is_off()
    {
        await using var pipeline = await RunningPipeline.StartAsync();

        await pipeline.SaysAsync("Telegram is off: TELEGRAM_BOT_TOKEN is not set");
    }

    [Fact]
    public async Task What_comes_to_the_webhook_is_answered_once()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(
            [.. Settings(telegram), ("TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:9/telegram/webhook"), ("TELEGRAM_WEBHOOK_SECRET", "secret")]);
        var ann = telegram.Person(Ann);
        await Patience.UntilAsync(() => Task.FromResult(telegram.Calls.Any(call => call.Method == "setWebhook" && (string?)call.Parameters["secret_token"] == "secret")));

        const string Update = """{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"Ann"},"text":"/help"}}""";
        await BringAsync(pipeline, Update);
        await SaysAsync(ann, "Claude Code in your pocket");
        await BringAsync(pipeline, Update);
        await BringAsync(pipeline, Update.Replace("\"update_id\":1", "\"update_id\":2", StringComparison.Ordinal).Replace("/help", "/usage", StringComparison.Ordinal));
        await SaysAsync(ann, "Your messages:");

        Assert.Equal(2, ann.Sees.Count(message => message.IsFromBot));
        Assert.DoesNotContain(telegram.Calls, call => call.Method == "getUpdates");
    }

    [Fact]
    public async Task What_telegram_brings_to_the_webhook_is_handled_in_its_order()
    {
        await using var telegram = await FakeTelegram.StartAsync();
        await using var pipeline = await RunningPipeline.StartAsync(
            [.. Settings(telegram), ("TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:9/telegram/webhook"), ("TELEGRAM_WEBHOOK_SECRET", "secret")]);
        var ann = telegram.Person(Ann);
        var commands = Enumerable.Range(1, 10).Select(n => ann.Writes(n % 2 == 0 ? "/continue on" : "/continue off")).ToList();

        telegram.LeadWebhookTo(pipeline.Address);

        await Patience.UntilAsync(() => Task.FromResult(ann.Sees.Count(message => message.IsFromBot) == commands.Count), "every command to be answered");
        Assert.Equal(commands, ann.Sees.Where(message => message.IsFromBot).Select(message => message.ReplyTo!.Value));
        Assert.Equal(0, telegram.PendingUpdates);
        Assert.DoesNotContain(telegram.Calls, call => call.Method == "getUpdates");
    }

    private static IEnumerable<(string Name, string Value)> Settings(FakeTelegram telegram) =>
        [("TELEGRAM_BOT_TOKEN", telegram.Token), ("TELEGRAM_API_BASE_URL", telegram.BaseAddress.ToString()), ("ALLOWED_TELEGRAM_USER_ID", $"{Ann}")];

    private static async Task BringAsync(RunningPipeline pipeline, string update)
    {
        using var http = new HttpClient { BaseAddress = pipeline.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/telegram/webhook") { Content = new StringContent(update, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", "secret");
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task SaysAsync(TelegramPerson person, string words) =>
        Patience.UntilAsync(() => Task.FromResult(person.Sees.Any(message => message.Text.Contains(words, StringComparison.Ordinal))), words);
}
