using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Persistence.DeadLetters;
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

    private protected override Task<DeadLettersHost> StartAsync(Func<ConsumeContext<Order>, Task> consume, Action<IServiceCollection>? configure = null) =>
        DeadLettersHost.StartAsync(consume, configure: configure);
}
