using System.Collections.Concurrent;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.DeadLetters;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Workers.DeadLetters.Desk;
using Pipeline.Workers.DeadLetters.Replay;
using Pipeline.Workers.DeadLetters.Tests.Hosting;

namespace Pipeline.Workers.DeadLetters.Tests.Collection;

/// <summary>What fails for good is kept and can be replayed, on either transport.</summary>
public abstract class CollectionTests
{
    private static string Queue => OrderConsumerDefinition.Queue;

    [Fact]
    public async Task A_message_whose_consumer_throws_is_kept_and_replayed_whole()
    {
        var isMended = false;
        var consumed = new TaskCompletionSource<ConsumeContext<Order>>();
        await using var host = await StartAsync(context =>
        {
            if (!Volatile.Read(ref isMended)) throw new InvalidOperationException("out of order");

            consumed.TrySetResult(context);
            return Task.CompletedTask;
        });

        await host.Get<CommandSender>().SendAsync(Queue, new Order("five apples"), default);

        var letter = await host.LetterAsync();
        Assert.Equal((Queue, "System.InvalidOperationException", "out of order"), (letter.Queue, letter.Error.Type, letter.Error.Message));
        Assert.EndsWith(":Order", letter.MessageType, StringComparison.Ordinal);
        Assert.Equal((1, 1, DeadLetterState.Waiting), (letter.Count, letter.Attempts, letter.State));
        Assert.Contains($"{Environment.ProcessId}", letter.Worker, StringComparison.Ordinal);

        Volatile.Write(ref isMended, true);
        var stored = (await host.Store.FindAsync(letter.Id, default))!;
        await ReplayAsync(host, letter.Id);

        var context = await consumed.Task.Soon();
        Assert.Equal("five apples", context.Message.Text);
        Assert.Equal(stored.Message.MessageId, $"{context.MessageId}");
        Assert.Equal(stored.Message.Body, context.ReceiveContext.GetBody());
        Assert.DoesNotContain(context.ReceiveContext.TransportHeaders.GetAll(), header => header.Key.StartsWith("MT-Fault-", StringComparison.Ordinal));
        await host.LetterAsync(replayed => replayed.State == DeadLetterState.Replayed);
    }

    [Fact]
    public async Task What_fails_again_after_its_replay_is_the_same_dead_letter_and_waits_again()
    {
        await using var host = await StartAsync(_ => throw new InvalidOperationException("still out of order"));
        await host.Get<CommandSender>().SendAsync(Queue, new Order("five apples"), default);
        var letter = await host.LetterAsync();

        await ReplayAsync(host, letter.Id);

        var again = await host.LetterAsync(now => now.Count == 2);
        Assert.Equal((letter.Id, DeadLetterState.Waiting), (again.Id, again.State));
    }

    [Fact]
    public async Task A_body_that_nobody_can_parse_is_kept_byte_by_byte_and_replayed_so()
    {
        await using var host = await StartAsync(_ => Task.CompletedTask);
        var body = Encoding.UTF8.GetBytes("{ this is \u0001 no json");

        await host.Get<IRawSender>().SendAsync(Queue, new DeadMessage { Body = body, ContentType = "application/vnd.masstransit+json" }, default);

        var letter = await host.LetterAsync();
        Assert.Null(letter.MessageType);
        Assert.Equal(body, (await host.Store.FindAsync(letter.Id, default))!.Message.Body);

        await ReplayAsync(host, letter.Id);
        await host.LetterAsync(again => again.Count == 2);
        Assert.Equal(body, (await host.Store.FindAsync(letter.Id, default))!.Message.Body);
    }

    [Fact]
    public async Task A_message_of_a_type_that_nobody_takes_is_kept()
    {
        await using var host = await StartAsync(_ => Task.CompletedTask);

        await host.Get<CommandSender>().SendAsync(Queue, new UnknownOrder("what?"), default);

        var letter = await host.LetterAsync();
        Assert.EndsWith(":UnknownOrder", letter.MessageType, StringComparison.Ordinal);
        Assert.Equal("Skipped", letter.Error.Type);
    }

    [Fact]
    public async Task The_tree_of_a_task_is_told_that_nobody_will_run_it_and_a_replay_says_what_to_do_instead()
    {
        var told = new TaskCompletionSource<CliTaskUndelivered>(TaskCreationOptions.RunContinuationsAsynchronously);
        var trees = new CommandEndpoint(CommandExchanges.MessageTrees, (endpoint, _) => endpoint.Handler<CliTaskUndelivered>(context =>
        {
            told.TrySetResult(context.Message);
            return Task.CompletedTask;
        }));
        await using var host = await StartAsync(_ => Task.CompletedTask, services => services.AddSingleton(trees));
        var (tree, node, run) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var task = new RunCliTask { TreeId = tree, NodeId = node, RunId = run, Run = 1, Prompt = "what?", Options = new TaskOptions() };

        await host.Get<CommandSender>().SendAsync(Queue, task, default);

        var undelivered = await told.Task.Soon();
        var letter = await host.LetterAsync();
        Assert.Equal((tree, node, run), (undelivered.TreeId, undelivered.NodeId, undelivered.RunId));
        Assert.Contains(letter.Error.Message, undelivered.Error, StringComparison.Ordinal);
        Assert.Contains(letter.Id, undelivered.Error, StringComparison.Ordinal);

        var replay = Assert.Single(await host.Desk.ReplayAsync(new ReplaySelection(letter.Id), model: null, default));
        Assert.False(replay.IsDone);
        Assert.Contains("retry the task", replay.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_between_sending_and_noting_a_replay_leaves_the_record_and_a_duplicate()
    {
        var isMended = false;
        var seen = new ConcurrentQueue<Guid?>();
        await using var host = await StartAsync(context =>
        {
            if (!Volatile.Read(ref isMended)) throw new InvalidOperationException("out of order");

            seen.Enqueue(context.MessageId);
            return Task.CompletedTask;
        });
        await host.Get<CommandSender>().SendAsync(Queue, new Order("five apples"), default);
        var letter = await host.LetterAsync();
        Volatile.Write(ref isMended, true);

        var killed = new DeadLetterReplay(new ForgetfulStore(host.Store), host.Get<IRawSender>());
        await Assert.ThrowsAsync<ProcessKilledException>(() => killed.ReplayAsync(letter.Id, model: null, default));
        Assert.Equal(DeadLetterState.Waiting, (await host.LetterAsync()).State);

        await ReplayAsync(host, letter.Id);
        await host.LetterAsync(replayed => replayed.State == DeadLetterState.Replayed);

        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (seen.Count < 2) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);

        // By its one message id an inbox tells that it is one message.
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task A_secret_is_neither_in_what_is_kept_beside_the_message_nor_in_what_is_shown()
    {
        await using var host = await StartAsync(_ => throw new InvalidOperationException($"bad token {DeadLettersHost.Secret} and nvapi-another-key"));
        var message = new DeadMessage
        {
            Body = Encoding.UTF8.GetBytes($$"""{"text":"{{DeadLettersHost.Secret}}"}"""),
            ContentType = "application/json",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["x-api-key"] = "anything",
                ["note"] = $"it is {DeadLettersHost.Secret}",
                ["traceparent"] = "00-12-34-01",
            },
        };

        await host.Get<IRawSender>().SendAsync(Queue, message, default);
        var letter = await host.LetterAsync();
        var stored = (await host.Store.FindAsync(letter.Id, default))!;
        var shown = await host.Desk.ShowAsync(letter.Id, default);

        Assert.Equal(("[key]", "it is [key]", "00-12-34-01"), (stored.Message.Headers["x-api-key"], stored.Message.Headers["note"], stored.Message.Headers["traceparent"]));
        Assert.DoesNotContain(DeadLettersHost.Secret, letter.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(DeadLettersHost.Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("nvapi-another", shown + letter.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(DeadLettersHost.Secret, host.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>Starts the worker, with this in place of the model worker's consumer.</summary>
    private protected abstract Task<DeadLettersHost> StartAsync(Func<ConsumeContext<Order>, Task> consume, Action<IServiceCollection>? configure = null);

    private static async Task ReplayAsync(DeadLettersHost host, string id)
    {
        var outcome = Assert.Single(await host.Desk.ReplayAsync(new ReplaySelection(id), model: null, default));
        Assert.True(outcome.IsDone, outcome.Text);
    }
}
