using Pipeline.Host.Tests.Tasks;
using Pipeline.TestKit.Upstream;

namespace Pipeline.Host.Tests.Telegram;

/// <summary>Who shows the work, or all of the pipeline, is killed in mid-stream.</summary>
[Collection(TaskPipeline.Alone)]
public sealed class TelegramCrashTests
{
    [Fact]
    [Trait("Category", "Full")]
    public async Task Another_worker_goes_on_with_the_same_message_where_the_one_before_was_killed()
    {
        await using var chat = await ChatPipeline.StartAsync(DistributedTasks.StartAsync);
        var roles = (DistributedTasks)chat.Tasks;
        await roles.StartRoleAsync(DistributedTasks.Telegram, "standing by");
        var gate = HeldBack(roles);
        var ann = chat.Telegram.Person(7);
        var question = ann.Writes("the long one");
        var begun = await chat.SeesAsync(ann, "half");

        await roles.KillAsync(DistributedTasks.Telegram);
        var other = ann.Writes("the other one", replyTo: question);
        gate.SetResult();

        var whole = await chat.SeesAsync(ann, "✅ done", "half and the rest");
        var second = await chat.SeesAsync(ann, "✅ done", "other answer");
        Assert.Equal((begun.Id, other), (whole.Id, second.ReplyTo));
        Assert.Equal(2, ChatPipeline.OfBot(ann).Count);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task A_worker_that_comes_back_goes_on_with_the_same_message()
    {
        await using var chat = await ChatPipeline.StartAsync(DistributedTasks.StartAsync);
        var roles = (DistributedTasks)chat.Tasks;
        var gate = HeldBack(roles);
        var ann = chat.Telegram.Person(7);
        ann.Writes("the long one");
        var begun = await chat.SeesAsync(ann, "half");

        await roles.KillAsync(DistributedTasks.Telegram);
        gate.SetResult();
        await roles.UntilAsync(
            async () => (await roles.GetAsync("/v1/trees")).GetProperty("data")[0].GetProperty("states").TryGetProperty("completed", out _), "the run ends while nobody shows it");
        await roles.StartRoleAsync(DistributedTasks.Telegram);

        var whole = await chat.SeesAsync(ann, "✅ done", "half and the rest");
        Assert.Equal(begun.Id, whole.Id);
        Assert.Single(ChatPipeline.OfBot(ann));
    }

    [Fact]
    public async Task After_a_crash_of_the_host_what_ran_is_shown_as_interrupted_and_its_button_goes_on()
    {
        await using var chat = await ChatPipeline.StartAsync(EmbeddedTasks.StartAsync);
        chat.Tasks.On("the long one", (_, call) => call == 1 ? UpstreamReply.Stream().Text("half ").Silence() : UpstreamReply.Answer("the whole"));
        var ann = chat.Telegram.Person(7);
        ann.Writes("the long one");
        var begun = await chat.SeesAsync(ann, "half");
        await ((EmbeddedTasks)chat.Tasks).KeepsAsync("half");

        await chat.Tasks.CrashAsync();
        var interrupted = await chat.SeesAsync(ann, "⚠️ interrupted", "half");
        ann.Presses(interrupted.Id, "▶️ Resume");

        var whole = await chat.SeesAsync(ann, "✅ done", "the whole");
        Assert.Equal((begun.Id, begun.Id), (interrupted.Id, whole.Id));
        Assert.Single(ChatPipeline.OfBot(ann));
    }

    private static TaskCompletionSource HeldBack(TaskPipeline pipeline)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.On("the long one", (_, _) => UpstreamReply.Stream().Text("half ").WaitFor(gate).Text("and the rest").Complete("stop"));
        pipeline.On("the other one", (_, _) => UpstreamReply.Answer("other answer"));
        return gate;
    }
}
