using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Contracts.Trees;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Transport.Viewing;

/// <summary>
/// Those who watch nodes at this instance. Attaches each to whoever runs its node, and renews that: workers may come and
/// go, and know only what they were told.
/// </summary>
public sealed class Viewers(
    IFrameInbox inbox,
    NodeWatches watches,
    IBus bus,
    ITransportState transport,
    TimeProvider time,
    ILogger<Viewers> log) : BackgroundService
{
    private static readonly TimeSpan Renewal = AttachViewer.Lease / 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, OpenViewer> _open = new();

    /// <summary>Begins to watch a node; dispose the viewer to end it.</summary>
    public OpenViewer Open(Guid nodeId)
    {
        var viewer = new OpenViewer(nodeId, time);
        _open[viewer.StreamId] = viewer;
        viewer.Own(new Closing(this, viewer.StreamId));
        viewer.Own(inbox.Open(viewer.StreamId, viewer.Frames));
        viewer.Own(watches.Watch(nodeId, change => Changed(viewer, change)));
        _ = AttachAsync(viewer);
        return viewer;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Renewal, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (transport.Trouble is null) await Task.WhenAll(_open.Values.Select(AttachAsync));
        }
    }

    private void Changed(OpenViewer viewer, NodeChanged change)
    {
        // Its worker may be younger than the last renewal.
        if (change.State == NodeState.Running) _ = AttachAsync(viewer);
        viewer.Changed(change);
    }

    private async Task AttachAsync(OpenViewer viewer)
    {
        try
        {
            // A broker that holds publishers back heeds no token.
            await bus.Publish(new AttachViewer { NodeId = viewer.NodeId, StreamId = viewer.StreamId, Address = inbox.Address }).WaitAsync(Patience, time);
        }
        catch (Exception fault)
        {
            log.LogInformation("Viewer of {NodeId} could not be attached now, and reads the store meanwhile: {Reason}", viewer.NodeId, fault.Message);
        }
    }

    private sealed class Closing(Viewers owner, Guid streamId) : IDisposable
    {
        public void Dispose() => owner._open.TryRemove(streamId, out _);
    }
}
