using Pipeline.Workers.Telegram.Views.Following;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>A node that is being shown.</summary>
internal sealed class ShownNode(Guid nodeId, NodeFeed feed) : IDisposable
{
    private int _hasNews;

    public Guid NodeId => nodeId;

    /// <summary>What its agent does.</summary>
    public NodeFeed Feed => feed;

    /// <summary>The version of its newest change that is known; null before the first.</summary>
    public long? Version { get; set; }

    /// <summary>Its record has changed.</summary>
    public void Wake()
    {
        Interlocked.Exchange(ref _hasNews, 1);
        feed.Wake();
    }

    /// <summary>Whether its record has changed since this was last asked.</summary>
    public bool TakeNews() => Interlocked.Exchange(ref _hasNews, 0) == 1;

    public void Dispose() => feed.Dispose();
}
