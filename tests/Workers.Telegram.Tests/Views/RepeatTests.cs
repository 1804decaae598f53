using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Transcripts;
using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Telegram.Tests.Views;

public sealed class RepeatTests : ViewTests
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Telegram:Views:FileBeyond", "20000")];

    private readonly LateNews _news = new();

    private protected override void AddServices(IServiceCollection services) => services.AddConsumeObserver(_ => _news);

    [Fact]
    public async Task A_task_that_is_tried_again_goes_live_in_the_same_message_and_what_its_first_try_left_goes()
    {
        var run = await BeginAsync("work");
        await ShowsAsync("");
        var first = Shown[0].Id;
        await EndAsync(run, Answers.Long(9_000), RunState.Failed);
        await ClosedAsync(run);
        Assert.True(Shown.Count > 1);

        var again = await PressAsync("Retry", run);
        await Host.Transcripts.WriteAsync(again, Text("This time"));
        var live = await ShowsAsync("This time");
        await EndAsync(again, "it works.");

        Assert.Equal(first, live.Id);
        var end = await ShowsAsync("it works.");
        Assert.DoesNotContain("Line 1 ", end.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(end.Buttons, button => button.Text.Contains("Stop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_that_was_interrupted_goes_on_in_the_same_message()
    {
        var run = await BeginAsync("work");
        await Host.Transcripts.WriteAsync(run, Text("half of it"));
        await ShowsAsync("half of it");
        await Host.Agents.EndAsync(run, RunState.Interrupted, "");
        await ClosedAsync(run);

        var resumed = await PressAsync("Resume", run);
        await Host.Transcripts.WriteAsync(resumed, Text("the other half"));

        await ShowsAsync("the other half");
        await EndAsync(resumed, "all of it");
        await ShowsAsync("all of it");
    }

    [Fact]
    public async Task The_file_of_an_earlier_answer_goes_with_it()
    {
        var run = await BeginAsync("work");
        await EndAsync(run, Answers.Long(30_000), RunState.Failed);
        await ClosedAsync(run);
        Assert.Contains(Shown, message => message.Document is not null);

        var again = await PressAsync("Retry", run);
        await EndAsync(again, "in short: it works.");

        await ShowsAsync("in short: it works.");
        Assert.Null((await ClosedAsync(again)).FileMessageId);
    }

    [Fact]
    public async Task Stop_reaches_what_was_tried_again_a_moment_before()
    {
        var run = await BeginAsync("work");
        await EndAsync(run, "no", RunState.Failed);
        await ClosedAsync(run);
        _news.Hold();

        await PressAsync("Retry", run);
        Ann.Writes("/stop");

        await Host.NodeAsync(run.NodeId, NodeState.Stopped);
    }

    public override Task DisposeAsync()
    {
        _news.Release();
        return base.DisposeAsync();
    }

    private async Task<RunCliTask> PressAsync(string button, RunCliTask run)
    {
        var message = Shown.Last(shown => shown.Buttons.Count > 0);
        Ann.Presses(message.Id, message.Buttons.Single(known => known.Text.Contains(button, StringComparison.Ordinal)).Text);
        return await Host.Agents.RunAsync(other => other.NodeId == run.NodeId && other.RunId != run.RunId);
    }

    /// <summary>Keeps back what trees tell of their nodes.</summary>
    private sealed class LateNews : IConsumeObserver
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isHeld;

        public void Hold() => _isHeld = true;

        public void Release() => _released.TrySetResult();

        public Task PreConsume<T>(ConsumeContext<T> context)
            where T : class => _isHeld && typeof(T) == typeof(NodeChanged) ? _released.Task : Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
