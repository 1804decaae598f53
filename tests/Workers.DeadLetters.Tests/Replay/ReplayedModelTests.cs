using Pipeline.Contracts.Commands;
using Pipeline.Contracts.Models;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Bus;
using Pipeline.Workers.DeadLetters.ModelRequests;
using Pipeline.Workers.DeadLetters.Replay;
using Pipeline.Workers.DeadLetters.Tests.Hosting;

namespace Pipeline.Workers.DeadLetters.Tests.Replay;

public sealed class ReplayedModelTests
{
    private static readonly CompleteMessage Command = new()
    {
        StreamId = Guid.Empty,
        RequestId = "req_1",
        ReplyTo = "nobody",
        Provider = "nvidia_nim",
        Model = "first/model",
        RequestedModel = "claude-opus-4-1",
        Stream = true,
        Body = "{}"u8.ToArray(),
    };

    [Fact]
    public async Task A_request_is_replayed_on_the_model_that_its_record_names()
    {
        await using var host = await DeadLettersHost.StartAsync(_ => Task.CompletedTask);
        await host.Store.AddAsync(Failed(Command), default);
        var letter = await host.Store.AddAsync(Failed(Command with { Model = "second/model" }), default);
        var sender = new KeepingSender();

        await new DeadLetterReplay(host.Store, sender).ReplayAsync(letter.Id, model: null, default);

        var (queue, message) = Assert.Single(sender.Sent);
        Assert.Equal("nvidia_nim/second/model", letter.Model);
        Assert.Equal("second/model", ModelRequestEnvelope.TryRead(message.Body)!.Model);
        Assert.Equal(CommandExchanges.CompleteMessage("nvidia_nim"), queue);
    }

    private static FailedMessage Failed(CompleteMessage command) => new()
    {
        Queue = CommandExchanges.CompleteMessage(command.Provider),
        FailedAt = TimeProvider.System.GetUtcNow(),
        Attempts = 1,
        Error = new DeadLetterError("api_error", "it broke"),
        Model = new ModelReference(command.Provider, command.Model).ToString(),
        Fingerprint = "one",
        Occurrence = command.Model,
        Message = ModelRequestEnvelope.Create(command),
    };

    private sealed class KeepingSender : IRawSender
    {
        public List<(string Queue, DeadMessage Message)> Sent { get; } = [];

        public Task SendAsync(string queue, DeadMessage message, CancellationToken cancellationToken)
        {
            Sent.Add((queue, message));
            return Task.CompletedTask;
        }
    }
}
