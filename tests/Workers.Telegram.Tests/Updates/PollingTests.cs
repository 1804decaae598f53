using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.Tests.BotApi;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Updates;

public sealed class PollingTests : BotTests
{
    [Fact]
    public async Task Another_program_that_polls_is_spoken_of_and_survived()
    {
        Ann.Writes("before");
        await Host.Agents.RunAsync("before");
        using var other = Bots.Of(Telegram);

        // The other one takes what comes now without acknowledging it.
        await other.SendRequest(new GetUpdatesRequest(Timeout: 0));
        await Host.Log.SaysAsync("Another program fetches this bot's updates");
        Ann.Writes("after");

        await Host.Agents.RunAsync("after");
    }

    [Fact]
    public async Task A_webhook_that_somebody_has_set_is_taken_away()
    {
        using var other = Bots.Of(Telegram);
        await other.SendRequest(new SetWebhookRequest("http://127.0.0.1:9/elsewhere"));

        Ann.Writes("still here");

        await Host.Agents.RunAsync("still here");
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again_and_the_token_is_in_no_log()
    {
        Telegram.Misbehave("getUpdates", TelegramFault.ServerError, TelegramFault.Page, TelegramFault.DropAfter, TelegramFault.TooManyRequests(1));

        Ann.Writes("at last");

        await Host.Agents.RunAsync("at last");
        await Host.HandledAsync();
        Assert.Single(Host.Agents.Runs);
        Assert.DoesNotContain(Telegram.Token, Host.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Telegram.Token.Split(':')[1], Host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_handled_is_acknowledged()
    {
        Ann.Writes("work");
        await Host.Agents.RunAsync("work");

        await Patience.UntilAsync(() => Task.FromResult(Telegram.PendingUpdates == 0));
    }
}
