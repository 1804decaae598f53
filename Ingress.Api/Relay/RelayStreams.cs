using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Contracts.Commands;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Relay;

/// <summary>The answers that clients of this instance wait for.</summary>
internal sealed class RelayStreams(
    IFrameInbox inbox,
    CommandSender commands,
    ITransportState transport,
    IOptions<IngressOptions> options,
    TimeProvider time,
    ILogger<RelayStreams> log)
{
    private readonly ConcurrentDictionary<Guid, OpenRelay> _open = new();
    private volatile bool _closed;

    /// <summary>Answers under way.</summary>
    public int Count => _open.Count;

    /// <summary>Every stream that is open.</summary>
    public IEnumerable<OpenRelay> Open => _open.Select(entry => entry.Value);

    /// <summary>Where workers send this instance's frames.</summary>
    public string Address => inbox.Address;

    /// <summary>Opens a stream; dispose it when its client has got or left the answer.</summary>
    public OpenRelay Begin()
    {
        var id = Guid.CreateVersion7();
        var stream = new RelayStream(options.Value.StreamBufferBytes, time, transport.Reconnections, progress => _ = DismissAsync(id, progress));
        var relay = new OpenRelay(id, stream, inbox.Open(id, stream), this);
        _open[id] = relay;
        if (_closed) stream.End(RelayFailures.ShuttingDown);
        return relay;
    }

    /// <summary>Ends every answer, and any that is asked for later, with an error that says why.</summary>
    public void CloseAll()
    {
        _closed = true;
        foreach (var relay in Open) relay.Stream.End(RelayFailures.ShuttingDown);
    }

    internal void Close(OpenRelay relay)
    {
        _open.TryRemove(relay.Id, out _);

        // A model must not write for nobody.
        if (relay.Stream.Abandon()) _ = DismissAsync(relay.Id, relay.Stream.Progress);
    }

    private async Task DismissAsync(Guid streamId, RelayProgress progress)
    {
        var worker = Encoding.UTF8.GetString(progress.Worker!.Value.Span);
        try
        {
            var cancel = new CancelWork { StreamId = streamId, Attempt = progress.Attempt, Reason = "nobody waits for the answer any more" };
            await commands.SendToInstanceAsync(CommandExchanges.CancelWork, worker, cancel, CancellationToken.None);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Stream {StreamId}: its worker {Worker} could not be told to stop", streamId, worker);
        }
    }
}
