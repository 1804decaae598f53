using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class StormTests : ViewTests
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Messaging:RateLimit", "1")];

    [Fact]
    public async Task Thousands_of_events_end_in_the_right_text_within_telegrams_limits_in_every_chat()
    {
        Telegram.Limits.Enforced = true;
        TelegramPerson[] people = [Ann, Telegram.Person(BotHost.Bob), Telegram.Person(BotHost.Bob, chatId: -100, topic: null)];
        foreach (var person in people) person.Writes($"work in {person.ChatId}");
        var runs = await Task.WhenAll(people.Select(person => Host.Agents.RunAsync($"work in {person.ChatId}")));

        for (var n = 0; n < 4_000; n++) await Host.Transcripts.ShowAsync(runs[n % runs.Length], Text($"word{n} "));
        foreach (var run in runs) await EndAsync(run, $"the end of {run.Prompt}");

        foreach (var run in runs) await ClosedAsync(run);
        foreach (var person in people)
            Assert.Contains($"the end of work in {person.ChatId}", Assert.Single(person.Sees, message => message.IsFromBot).Text, StringComparison.Ordinal);
        Assert.Empty(Telegram.Limits.Violations);
        Assert.Empty(Telegram.Complaints);
    }
}
