using System.Collections.Concurrent;
using Pipeline.Contracts.Transcripts;
using Pipeline.TestKit;
using Pipeline.Workers.Cli.Runs;

namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>Keeps all events of a run, as they arrive after their way through a frame.</summary>
internal sealed class NotedEvents : ITranscriptSink
{
    private readonly ConcurrentQueue<TranscriptEvent> _events = new();

    public IReadOnlyList<TranscriptEvent> All => [.. _events];

    public string Text => string.Concat(_events.OfType<TextWritten>().Select(text => text.Text));

    public string Statuses => string.Join('\n', _events.OfType<StatusReported>().Select(status => status.Text));

    /// <summary>What each event waits for before it is taken.</summary>
    public Func<TranscriptEvent, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async ValueTask WriteAsync(TranscriptEvent transcriptEvent, CancellationToken cancellationToken)
    {
        await Before(transcriptEvent).WaitAsync(cancellationToken);
        _events.Enqueue(TranscriptEvent.FromPayload(transcriptEvent.ToPayload()));
    }

    /// <summary>Waits until this text has been written.</summary>
    public Task SaysAsync(string text) => Patience.UntilAsync(() => Task.FromResult(Text.Contains(text, StringComparison.Ordinal)), text);
}
