using System.Text.Json;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Bus;
using Pipeline.Workers.DeadLetters.Replay;
using Pipeline.Workers.DeadLetters.Tests.Hosting;

namespace Pipeline.Workers.DeadLetters.Tests.Replay;

/// <summary>What a person wanted then is not done now; what was said or has happened may come late.</summary>
public sealed class WishTests : IAsyncLifetime
{
    private DeadLettersHost _host = null!;

    public async Task InitializeAsync() => _host = await DeadLettersHost.StartAsync(_ => Task.CompletedTask);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(typeof(StopNode)), InlineData(typeof(StopTree)), InlineData(typeof(StopAll)), InlineData(typeof(ClearBranch))]
    [InlineData(typeof(ClearAll)), InlineData(typeof(ResumeNode)), InlineData(typeof(RetryNode)), InlineData(typeof(ReplacePrompt))]
    public async Task A_wish_is_not_replayed(Type message)
    {
        var (outcome, sent) = await ReplayAsync(message);

        Assert.False(outcome.IsDone);
        Assert.Contains(message.Name, outcome.Text, StringComparison.Ordinal);
        Assert.Equal(0, sent);
    }

    [Theory]
    [InlineData(typeof(SubmitMessage)), InlineData(typeof(CliTaskCompleted)), InlineData(typeof(CliSessionStarted))]
    public async Task A_fact_is(Type message)
    {
        var (outcome, sent) = await ReplayAsync(message);

        Assert.True(outcome.IsDone, outcome.Text);
        Assert.Equal(1, sent);
    }

    private async Task<(ReplayOutcome Outcome, int Sent)> ReplayAsync(Type message)
    {
        var letter = await _host.Store.AddAsync(Failed(message), default);
        var sender = new CountingSender();
        return (await new DeadLetterReplay(_host.Store, sender).ReplayAsync(letter.Id, model: null, default), sender.Sent);
    }

    private static FailedMessage Failed(Type message) => new()
    {
        Queue = CommandExchanges.MessageTrees,
        FailedAt = TimeProvider.System.GetUtcNow(),
        Attempts = 1,
        Error = new DeadLetterError("fault", "it broke"),
        Fingerprint = message.Name,
        Occurrence = message.Name,
        Message = new DeadMessage
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new { messageType = new[] { MessageUrn.ForTypeString(message) }, message = new { treeId = Guid.NewGuid(), nodeId = Guid.NewGuid() } }, JsonSerializerOptions.Web),
        },
    };

    private sealed class CountingSender : IRawSender
    {
        public int Sent { get; private set; }

        public Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken)
        {
            Sent++;
            return Task.CompletedTask;
        }
    }
}
