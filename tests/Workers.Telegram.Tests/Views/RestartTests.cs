using Pipeline.TestKit.Telegram;
using Pipeline.Workers.Telegram.Tests.State;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class RestartTests() : RestartScenarios(Backend.Files);

// In one process with files nothing runs on over a restart.
public sealed class RestartInDatabaseTests() : RestartScenarios(Backend.Database)
{
    [Fact]
    public async Task In_mid_stream_the_same_message_goes_on()
    {
        var run = await BeginAsync("work");
        await Host.Transcripts.WriteAsync(run, Text("before "));
        var before = await ShowsAsync("before");

        await RestartAsync();
        await Host.Transcripts.WriteAsync(run, Text("and after"));

        var after = await ShowsAsync("before and after");
        Assert.Equal(before.Id, after.Id);
        await EndAsync(run, "the end");
        await ShowsAsync("the end");
    }

    [Fact]
    public async Task A_message_that_is_on_its_way_when_the_bot_stops_is_not_said_again()
    {
        var arrived = new TaskCompletionSource();
        Telegram.Misbehave("sendMessage", TelegramFault.Late(arrived.Task));
        var run = await BeginAsync("work");
        await ShowsAsync("");

        var stopping = Host.StopAsync();
        arrived.SetResult();
        await stopping;
        await RestartAsync();
        await EndAsync(run, "the end");

        await ShowsAsync("the end");
    }
}

public abstract class RestartScenarios(Backend backend) : ViewTests(backend)
{
    [Fact]
    public async Task Before_the_first_message_it_is_sent_afterwards_once()
    {
        Telegram.Misbehave("sendMessage", TelegramFault.Hang);
        await BeginAsync("work");
        await CalledAsync("sendMessage");

        await RestartAsync();

        await ShowsAsync("");
        await Host.HandledAsync();
        Assert.Single(Shown);
    }

    [Fact]
    public async Task Amid_a_long_answer_what_is_missing_of_it_follows()
    {
        var run = await BeginAsync("tell me all");
        await ShowsAsync("");
        Telegram.Misbehave("sendMessage", TelegramFault.Late(Task.CompletedTask), TelegramFault.Hang);
        await EndAsync(run, Answers.Long(9_000));
        await CalledAsync("sendMessage", times: 3);

        await RestartAsync();

        await ClosedAsync(run);
        Assert.Equal(Answers.Lines(9_000), Answers.LinesIn(Shown));
    }

    [Fact]
    public async Task Amid_a_long_answer_whose_beginning_is_deleted_it_follows_whole_and_in_order()
    {
        var run = await BeginAsync("tell me all");
        await ShowsAsync("");
        Telegram.Misbehave("sendMessage", TelegramFault.Late(Task.CompletedTask), TelegramFault.Hang);
        await EndAsync(run, Answers.Long(9_000));
        await CalledAsync("sendMessage", times: 3);

        Ann.Deletes(Shown[0].Id);
        await RestartAsync();

        await ClosedAsync(run);
        Assert.Equal(Answers.Lines(9_000), Answers.LinesIn(Shown));
    }

    [Fact]
    public async Task An_end_that_was_shown_is_not_shown_again()
    {
        var run = await BeginAsync("work");
        await EndAsync(run, "the end");
        await ClosedAsync(run);
        var shown = Shown[0];

        await RestartAsync();
        var next = await BeginAsync("more");
        await EndAsync(next, "the end of more");
        await ClosedAsync(next);

        Assert.Equal(2, Shown.Count);
        Assert.Equal(shown, Shown[0]);
    }

    private Task CalledAsync(string method, int times = 1) => SeesAsync(_ => Telegram.Calls.Count(call => call.Method == method) >= times, $"{times} calls of {method}");
}
