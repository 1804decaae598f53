using System.Globalization;
using Pipeline.Host.Tests.Tasks;
using Pipeline.TestKit.Telegram;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>A whole pipeline with a bot, before a server that keeps Telegram's rules and refuses what breaks them.</summary>
internal sealed class ChatPipeline : IAsyncDisposable
{
    private const int MostPeople = 100;

    private ChatPipeline(FakeTelegram telegram, TaskPipeline tasks) => (Telegram, Tasks) = (telegram, tasks);

    public FakeTelegram Telegram { get; }

    public TaskPipeline Tasks { get; }

    /// <summary>Starts one that people with the numbers 1 to 100 may use; however long a task takes, its end is told in no message of its own.</summary>
    /// <param name="start">Starts the pipeline, by what people set.</param>
    /// <param name="settings">More to set.</param>
    public static async Task<ChatPipeline> StartAsync(Func<(string Name, string Value)[], Task<TaskPipeline>> start, params (string Name, string Value)[] settings)
    {
        var telegram = await FakeTelegram.StartAsync();
        try
        {
            var people = string.Join(',', Enumerable.Range(1, MostPeople).Select(person => person.ToString(CultureInfo.InvariantCulture)));
            return new ChatPipeline(telegram, await start(
            [
                ("TELEGRAM_BOT_TOKEN", telegram.Token), ("TELEGRAM_API_BASE_URL", telegram.BaseAddress.ToString()), ("ALLOWED_TELEGRAM_USER_ID", people),
                ("TELEGRAM_NOTIFY_AFTER", "0"), .. settings,
            ]));
        }
        catch
        {
            await telegram.DisposeAsync();
            throw;
        }
    }

    /// <summary>The newest message of the bot that says all of this, once there is one.</summary>
    public Task<ChatMessage> SeesAsync(TelegramPerson person, params string[] words) => SeesAsync(person, TaskPipeline.Limit, words);

    /// <inheritdoc cref="SeesAsync(TelegramPerson, string[])"/>
    public async Task<ChatMessage> SeesAsync(TelegramPerson person, TimeSpan patience, params string[] words)
    {
        ChatMessage? seen = null;
        await Tasks.UntilAsync(
            () => Task.FromResult((seen = OfBot(person).LastOrDefault(message => words.All(word => message.Text.Contains(word, StringComparison.Ordinal)))) is not null),
            () => $"person {person.UserId} sees '{string.Join("', '", words)}'; they see:\n{string.Join("\n---\n", person.Sees.Select(message => message.Text))}\n",
            patience);
        return seen!;
    }

    /// <summary>What the bot has said to a person.</summary>
    public static IReadOnlyList<ChatMessage> OfBot(TelegramPerson person) => [.. person.Sees.Where(message => message.IsFromBot)];

    /// <summary>Ends it, and checks that Telegram had nothing to object to.</summary>
    public async ValueTask DisposeAsync()
    {
        await Tasks.DisposeAsync();
        await Telegram.DisposeAsync();
        Assert.Empty(Telegram.Limits.Violations);
        Assert.Empty(Telegram.Complaints);
        Assert.DoesNotContain(Telegram.Token, Tasks.Output, StringComparison.Ordinal);
    }
}
