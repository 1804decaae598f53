using Microsoft.Extensions.Logging;
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
        await Outbox(state).SweepAsync(Send(sent, except: "unsendable"), default);

        Assert.Equal(["sendable"], sent);
    }

    [Fact]
    public async Task However_often_one_process_tries_to_send_a_batch_it_gives_it_up_no_earlier()
    {
        await LeaveAsync("late");
        await using var state = await OpenAsync();
        var outbox = Outbox(state);
        List<string> sent = [];
        for (var sweep = 0; sweep < 2 * Resends.Most; sweep++) await outbox.SweepAsync(Send(sent, except: "late"), default);
        await outbox.SweepAsync(Send(sent), default);

        Assert.Equal(["late"], sent);
        Assert.DoesNotContain("given up", _lines.Text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _directory.Dispose();
    }

    private static Func<OutboxBatch, CancellationToken, Task> Send(List<string> sent, string? except = null) => (batch, _) =>
    {
        if (batch.Messages[0].Body == except) return Task.FromException(new IOException("Nobody takes it."));

        sent.Add(batch.Messages[0].Body);
        return Task.CompletedTask;
    };

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
}
