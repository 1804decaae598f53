using Pipeline.Transport.Viewing;

namespace Pipeline.Workers.Telegram.Views.Following;

/// <summary>Lets nodes be followed while they run, wherever that is.</summary>
internal sealed class NodeFeeds(Viewers viewers, TranscriptPages pages, TimeProvider time)
{
    /// <summary>Begins to follow a node from the start of its transcript, as far as it is kept. Dispose the feed to end that.</summary>
    public NodeFeed Open(Guid nodeId) => new(viewers.Open(nodeId), pages, time);
}
