using System.Collections.Concurrent;
using Pipeline.Workers.Telegram.Views;

namespace Pipeline.Workers.Telegram.Tests.Hosting;

/// <summary>Notes what is to be shown.</summary>
internal sealed class SeenViews : IViews
{
    private readonly ConcurrentQueue<Guid> _shown = new();

    /// <summary>The nodes, by when they were named first.</summary>
    public IReadOnlyList<Guid> Shown => [.. _shown.Distinct()];

    public Task ShowAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        _shown.Enqueue(nodeId);
        return Task.CompletedTask;
    }
}
