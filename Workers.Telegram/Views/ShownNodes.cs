using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Views.Following;
using Pipeline.Workers.Telegram.Views.Showing;

namespace Pipeline.Workers.Telegram.Views;

/// <summary>
/// The nodes that are shown here, each by one run. Without the lease there are none: the worker that has it finds them in their records.
/// </summary>
internal sealed class ShownNodes(NodeFeeds feeds, ViewRun run, TimeProvider time, ILogger<ShownNodes> log) : IViews
{
    // What fails at once must not be tried without end at full speed.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (ShownNode Node, Task Work)> _shown = [];
    private CancellationToken? _lease;

    /// <inheritdoc/>
    public Task ShowAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_shown.TryGetValue(nodeId, out var shown)) shown.Node.Wake();
            else TryStart(nodeId);
        }

        return Task.CompletedTask;
    }

    /// <summary>From now on nodes are shown here.</summary>
    public void Begin(CancellationToken lease)
    {
        lock (_gate) _lease = lease;
    }

    /// <summary>Begins with what is not shown yet; the others look at their records where those are not as they know them.</summary>
    /// <param name="open">All that have something to be shown.</param>
    public void Match(IReadOnlyList<TelegramView> open)
    {
        var versions = open.ToDictionary(view => view.NodeId, view => view.Change?.Version);
        lock (_gate)
        {
            foreach (var (node, _) in _shown.Values)
                if (!versions.TryGetValue(node.NodeId, out var version) || version != node.Version) node.Wake();
            foreach (var nodeId in versions.Keys.Where(nodeId => !_shown.ContainsKey(nodeId))) TryStart(nodeId);
        }
    }

    /// <summary>Waits for the end of what the end of the lease has ended.</summary>
    public async Task EndAsync()
    {
        List<Task> working;
        lock (_gate)
        {
            _lease = null;
            working = [.. _shown.Values.Select(shown => shown.Work)];
        }

        await Task.WhenAll(working);
    }

    private void TryStart(Guid nodeId)
    {
        if (_lease is not { IsCancellationRequested: false } lease) return;
        var node = new ShownNode(nodeId, feeds.Open(nodeId));
        _shown[nodeId] = (node, Task.Run(() => RunAsync(node, lease), CancellationToken.None));
    }

    private async Task RunAsync(ShownNode node, CancellationToken lease)
    {
        try
        {
            await run.RunAsync(node, lease);
        }
        catch (Exception fault) when (!lease.IsCancellationRequested)
        {
            log.LogError(fault, "Task {NodeId} could not be shown; it is tried again", node.NodeId);
            await Task.Delay(PauseAfterFailure, time, lease).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception end) when (lease.IsCancellationRequested)
        {
            log.LogDebug(end, "Task {NodeId} is shown by another worker from now on", node.NodeId);
        }
        finally
        {
            lock (_gate) _shown.Remove(node.NodeId);
            node.Dispose();
        }
    }
}
