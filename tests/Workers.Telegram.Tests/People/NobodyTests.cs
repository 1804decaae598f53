using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.People;

public sealed class NobodyTests : BotTests
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:AllowedUserIds", "")];

    [Fact]
    public async Task Where_nobody_is_named_nobody_may_use_the_bot_which_the_log_says()
    {
        await Host.Log.SaysAsync("ALLOWED_TELEGRAM_USER_ID is empty");

        Ann.Writes("work");

        await BotHost.SaysAsync(Ann, "I am sorry");
        await Host.HandledAsync();
        Assert.Empty(Host.Agents.Runs);
    }
}
