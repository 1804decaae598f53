using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Updates;

public sealed class LackingServerTests : BotTests
{
    private protected override Task PrepareAsync()
    {
        foreach (var method in (string[])["getMe", "deleteWebhook", "setMyCommands"]) Telegram.Misbehave(method, TelegramFault.UnknownMethod);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_server_that_lacks_methods_is_tolerated()
    {
        Ann.Writes("work");

        await Host.Agents.RunAsync("work");
        Assert.Empty(Telegram.MenuCommands);
    }
}
