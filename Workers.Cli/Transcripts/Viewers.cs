using Microsoft.Extensions.Logging;
using Pipeline.Contracts.CliTasks;
using Pipeline.Transport.Frames;

namespace Pipeline.Workers.Cli.Transcripts;

/// <summary>Who watches which node, whether it runs here, elsewhere, or not yet.</summary>
internal sealed class Viewers(IFramePump pump, TimeProvider time, ILogger<Viewers> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<Viewer>> _viewers = [];
    private readonly Dictionary<Guid, RunTranscript> _running = [];

    /// <summary>Lets somebody watch a node, or go on watching.</summary>
    public void Attach(AttachViewer attached)
    {
        // It has just spoken, so it is there, whatever became of what was sent to it before.
        pump.Rediscover(attached.Address);
        lock (_gate)
        {
            ForgetWhoHasLeft();
            if (!_viewers.TryGetValue(attached.NodeId, out var viewers)) _viewers[attached.NodeId] = viewers = [];
            if (viewers.Find(known => known.StreamId == attached.StreamId) is { } known)
            {
                known.Renew();
                return;
            }

            var viewer = new Viewer(attached, pump, time, log);
            viewers.Add(viewer);
            if (_running.TryGetValue(attached.NodeId, out var transcript)) transcript.Attach(viewer);
        }
    }

    /// <summary>Whether somebody is known to watch.</summary>
    public bool Has(AttachViewer attached)
    {
        lock (_gate) return _viewers.GetValueOrDefault(attached.NodeId)?.Exists(viewer => viewer.StreamId == attached.StreamId) == true;
    }

    /// <summary>Shows a run to everybody who watches its node, and who comes later.</summary>
    public void Watch(Guid nodeId, RunTranscript transcript)
    {
        lock (_gate)
        {
            _running[nodeId] = transcript;
            foreach (var viewer in _viewers.GetValueOrDefault(nodeId) ?? []) transcript.Attach(viewer);
        }
    }

    /// <summary>A run has ended; its node may be run again.</summary>
    public void Unwatch(Guid nodeId, RunTranscript transcript)
    {
        lock (_gate)
        {
            if (_running.GetValueOrDefault(nodeId) == transcript) _running.Remove(nodeId);
        }
    }

    private void ForgetWhoHasLeft()
    {
        foreach (var (nodeId, viewers) in _viewers)
        {
            viewers.RemoveAll(viewer => viewer.HasLeft);
            if (viewers is []) _viewers.Remove(nodeId);
        }
    }
}
