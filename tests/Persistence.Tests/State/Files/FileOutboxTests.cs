using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.State.Files;
using Pipeline.Persistence.State.Outbox;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Files;

public sealed class FileOutboxTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("outbox");
    private readonly ManualTime _time = new();
    private readonly LogLines _lines = new();
    private readonly LoggerFactory _loggers;

    public FileOutboxTests() => _loggers = new LoggerFactory([_lines]);

    [Fact]
    public async Task A_batch_that_cannot_be_sent_holds_up_no_other()
    {
        await LeaveAsync("unsendable", "sendable");
        await using var state = await OpenAsync();
        List<string> sent = [];
        await Outbox(state).SweepAsync(new Transport(sent) { Refuses = "unsendable" }, default);

        Assert.Equal(["sendable"], sent);
    }

    [Fact]
    public async Task However_often_one_process_tries_to_send_a_batch_it_gives_it_up_no_earlier()
    {
        await LeaveAsync("late");
        await using var state = await OpenAsync();
        var outbox = Outbox(state);
        List<string> sent = [];
        for (var sweep = 0; sweep < 2 * Resends.Most; sweep++) await outbox.SweepAsync(new Transport(sent) { Refuses = "late" }, default);
        await outbox.SweepAsync(new Transport(sent), default);

        Assert.Equal(["late"], sent);
    }

    [Fact]
    public async Task A_batch_that_is_given_up_stays_until_it_is_kept_elsewhere()
    {
        await LeaveAsync("old");
        _time.Advance(StateSweeper.InboxAge + TimeSpan.FromSeconds(1));
        var transport = new Transport([]) { Refuses = "old" };
        await using (var state = await OpenAsync())
        {
            await Outbox(state).SweepAsync(transport, default);
            Assert.Single(state.Image.Pending());

            transport.Refuses = null;
            await Outbox(state).SweepAsync(transport, default);
            Assert.Empty(state.Image.Pending());
        }

        await using var next = await OpenAsync();
        Assert.Empty(next.Image.Pending());
        Assert.Equal(["old"], transport.GivenUp);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_is_remembered_until_the_last_of_its_messages_is_consumed(bool isSentFirst)
    {
        await using var state = await OpenAsync();
        var outbox = Outbox(state);
        OutgoingMessage[] messages = [Message("first"), Message("last")];
        var batch = outbox.NewBatch(messages);
        await state.AppendAsync(new JournalEntry { Outbox = batch });

        if (isSentFirst) await outbox.SentAsync(batch);
        await outbox.ConsumedAsync(messages[0].MessageId);
        Assert.Equal(isSentFirst, outbox.Remembers(batch.Id));
        await outbox.ConsumedAsync(messages[1].MessageId);
        if (!isSentFirst) await outbox.SentAsync(batch);

        Assert.False(outbox.Remembers(batch.Id));
    }

    [Fact]
    public async Task What_the_bus_has_lost_is_sent_again_without_a_restart()
    {
        await using var state = await OpenAsync();
        var outbox = Outbox(state);
        OutgoingMessage[] messages = [Message("lost")];
        var batch = outbox.NewBatch(messages);
        await state.AppendAsync(new JournalEntry { Outbox = batch });
        await outbox.SentAsync(batch);
        _time.Advance(OutboxDelivery.Limit);
        List<string> sent = [];
        await outbox.SweepAsync(new Transport(sent), default);
        Assert.Empty(sent);

        outbox.Lost(messages[0].MessageId);
        await outbox.SweepAsync(new Transport(sent), default);

        Assert.Equal(["lost"], sent);
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _directory.Dispose();
    }

    private static OutgoingMessage Message(string body) => new()
    {
        MessageId = Guid.NewGuid(),
        Destination = new Uri("loopback://localhost/queue"),
        ContentType = "application/json",
        Body = body,
        MessageTypes = ["urn:message:Test"],
    };

    private FileOutbox Outbox(OpenState state) => new(state, _time, _loggers.CreateLogger("outbox"));

    private Task<OpenState> OpenAsync() => OpenState.LoadAsync(_directory.Path, _time, _loggers.CreateLogger("state"));

    /// <summary>What a process that ends leaves in its outbox, a batch for each message.</summary>
    private async Task LeaveAsync(params string[] bodies)
    {
        await using var state = await OpenAsync();
        var outbox = Outbox(state);
        foreach (var body in bodies) await state.AppendAsync(new JournalEntry { Outbox = outbox.NewBatch([Message(body)]) });
    }

    /// <summary>Takes every batch but one.</summary>
    private sealed class Transport(List<string> sent) : IOutboxTransport
    {
        public string? Refuses { get; set; }

        public List<string> GivenUp { get; } = [];

        public Task SendAsync(OutboxBatch batch, CancellationToken cancellationToken) => Take(batch, sent);

        public Task GiveUpAsync(OutboxBatch batch, string reason, int attempts, CancellationToken cancellationToken) => Take(batch, GivenUp);

        private Task Take(OutboxBatch batch, List<string> taken)
        {
            if (batch.Messages[0].Body == Refuses) return Task.FromException(new IOException("Nobody takes it."));

            taken.Add(batch.Messages[0].Body);
            return Task.CompletedTask;
        }
    }
}
