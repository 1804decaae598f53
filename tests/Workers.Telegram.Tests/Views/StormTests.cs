using Pipeline.TestKit;
using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.Hosting;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class StormTests : ViewTests
{
    private const int Rounds = 4;
    private const int PiecesOfRound = 1_000;

    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Messaging:RateLimit", "1")];

    [Fact]
    public async Task Thousands_of_events_are_shown_live_and_end_in_the_right_text_within_telegrams_limits_in_every_chat()
    {
        Telegram.Limits.Enforced = true;
        TelegramPerson[] people = [Ann, Telegram.Person(BotHost.Bob), Telegram.Person(BotHost.Bob, chatId: -100, topic: null)];
        foreach (var person in people) person.Writes($"work in {person.ChatId}");
        var runs = await Task.WhenAll(people.Select(person => Host.Agents.RunAsync($"work in {person.ChatId}")));

        // Each round goes on until everybody has seen some of it, so that the storm lasts while edits go out.
        for (var round = 0; round < Rounds; round++)
        {
            for (var n = 0; n < PiecesOfRound; n++) await Host.Transcripts.ShowAsync(runs[n % runs.Length], Text($"word{round} "));
            var last = $"word{round}";
            await SeenByAllAsync(people, last);
        }

        foreach (var run in runs) await EndAsync(run, $"the end of {run.Prompt}");

        foreach (var run in runs) await ClosedAsync(run);
        foreach (var person in people)
        {
            var shown = Assert.Single(person.Sees, message => message.IsFromBot);
            Assert.Contains($"the end of work in {person.ChatId}", shown.Text, StringComparison.Ordinal);
            Assert.InRange(shown.Edits.Count, 2, (int)(shown.Edits[^1].EditedAt - shown.SentAt).TotalSeconds + 1);
        }

        Assert.Empty(Telegram.Limits.Violations);
        Assert.Empty(Telegram.Complaints);
    }

    private static Task SeenByAllAsync(IEnumerable<TelegramPerson> people, string words) => Patience.UntilAsync(
        () => Task.FromResult(people.All(person => person.Sees.Any(message => message.IsFromBot && message.Text.Contains(words, StringComparison.Ordinal)))), words);
}
