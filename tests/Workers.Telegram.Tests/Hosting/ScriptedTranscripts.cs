using System.Collections.Concurrent;
using MassTransit;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Frames;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

/// <summary>What scripted agents do, as those hear of it who watch them: as frames, and from the store.</summary>
internal sealed class ScriptedTranscripts(ITranscriptStore store, IFramePump pump)
{
    private readonly ConcurrentDictionary<(Guid Node, Guid Stream), string> _viewers = new();
    private readonly ConcurrentDictionary<Guid, int> _sequences = new();

    /// <summary>Does something of which everybody hears.</summary>
    public async Task WriteAsync(RunCliTask run, params TranscriptEvent[] events)
    {
        foreach (var happened in events)
        {
            var sequence = await NextAsync(run);
            await SendAsync(run, sequence, happened);
            await store.AppendAsync(run.NodeId, [new StoredEvent(TranscriptPosition.Of(run.Run, sequence), happened.ToPayload())], default);
        }
    }

    /// <summary>Does something of which only those hear who watch at the moment.</summary>
    public async Task ShowAsync(RunCliTask run, TranscriptEvent happened) => await SendAsync(run, await NextAsync(run), happened);

    internal void Attach(AttachViewer viewer) => _viewers[(viewer.NodeId, viewer.StreamId)] = viewer.Address;

    // What a host before this one has stored counts.
    private async Task<int> NextAsync(RunCliTask run)
    {
        if (!_sequences.TryGetValue(run.RunId, out var last))
            last = await store.LastAsync(run.NodeId, default) is { } stored && stored.Position.Run == run.Run ? stored.Position.Sequence : 0;
        return _sequences[run.RunId] = last + 1;
    }

    private async Task SendAsync(RunCliTask run, int sequence, TranscriptEvent happened)
    {
        foreach (var (viewer, address) in _viewers.Where(viewer => viewer.Key.Node == run.NodeId))
            await pump.SendAsync(address, new Frame(viewer.Stream, run.Run, sequence, FrameKind.Transcript, happened.ToPayload()), default);
    }
}

internal sealed class ScriptedViewersConsumer(ScriptedTranscripts transcripts) : IConsumer<AttachViewer>
{
    public Task Consume(ConsumeContext<AttachViewer> context)
    {
        transcripts.Attach(context.Message);
        return Task.CompletedTask;
    }
}
