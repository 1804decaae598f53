using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.DeadLetters;
using Pipeline.TestKit;
using Pipeline.Transport.Bus;
using Pipeline.Workers.DeadLetters.Replay;
using Pipeline.Workers.DeadLetters.Tests.Hosting;

namespace Pipeline.Workers.DeadLetters.Tests.Collection;

public sealed class EmbeddedCollectionTests : CollectionTests
{
    [Fact]
    public async Task A_queue_that_is_not_there_is_told()
    {
        await using var host = await StartAsync(_ => Task.CompletedTask);

        var fault = await Assert.ThrowsAsync<NotSentException>(() => host.Get<IRawSender>().SendAsync("gone", new DeadMessage { Body = [1] }, default));

        Assert.Contains("gone", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tree_of_a_task_is_told_also_by_the_next_host()
    {
        using var directory = new TemporaryDirectory("restart");
        var task = new RunCliTask { TreeId = Guid.NewGuid(), NodeId = Guid.NewGuid(), RunId = Guid.NewGuid(), Run = 1, Prompt = "what?", Options = new TaskOptions() };
        await using (var ending = await DeadLettersHost.StartAsync(_ => Task.CompletedTask, directory: directory.Path))
        {
            // No tree hears of it before this host has ended.
            await ending.Get<CommandSender>().SendAsync(OrderConsumerDefinition.Queue, task, default);
            await ending.LetterAsync();
        }

        var told = new TaskCompletionSource<CliTaskUndelivered>(TaskCreationOptions.RunContinuationsAsynchronously);
        var trees = new CommandEndpoint(CommandExchanges.MessageTrees, (endpoint, _) => endpoint.Handler<CliTaskUndelivered>(context =>
        {
            told.TrySetResult(context.Message);
            return Task.CompletedTask;
        }));
        await using var next = await DeadLettersHost.StartAsync(_ => Task.CompletedTask, configure: services => services.AddSingleton(trees), directory: directory.Path);
        Assert.Equal(task.RunId, (await told.Task.Soon()).RunId);
    }

    private protected override Task<DeadLettersHost> StartAsync(Func<ConsumeContext<Order>, Task> consume, Action<IServiceCollection>? configure = null) =>
        DeadLettersHost.StartAsync(consume, configure: configure);
}
