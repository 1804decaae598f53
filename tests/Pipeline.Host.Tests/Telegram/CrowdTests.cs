using Pipeline.Host.Tests.Tasks;
using Pipeline.TestKit.Telegram;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>Fifty people write at once.</summary>
[Collection(TaskPipeline.Alone)]
[Trait("Category", "Full")]
public sealed class CrowdTests
{
    private const int Count = 50;

    // Fifty agents, ten at once; each takes seconds of a processor to start.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public Task Fifty_people_at_once_each_get_their_own_answer_from_one_process() => AskAllAsync(EmbeddedTasks.StartAsync);

    [Fact]
    public Task Fifty_people_at_once_each_get_their_own_answer_over_the_broker() => AskAllAsync(DistributedTasks.StartAsync);

    private static async Task AskAllAsync(Func<(string Name, string Value)[], Task<TaskPipeline>> start)
    {
        await using var chat = await ChatPipeline.StartAsync(start);
        var people = Enumerable.Range(1, Count).Select(number => chat.Telegram.Person(number)).ToList();
        foreach (var person in people) chat.Tasks.On(Question(person), (_, _) => UpstreamReply.Answer($"answer for {person.UserId}."));

        foreach (var person in people) person.Writes(Question(person));

        foreach (var person in people)
        {
            var done = await chat.SeesAsync(person, Patience, "✅ done", $"answer for {person.UserId}.");
            Assert.Equal(done.Id, Assert.Single(ChatPipeline.OfBot(person)).Id);
            Assert.NotEmpty(done.Edits);
        }
    }

    private static string Question(TelegramPerson person) => $"question of person {person.UserId}.";
}
