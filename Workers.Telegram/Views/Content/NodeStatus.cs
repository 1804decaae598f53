using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>Where a node stands, as far as it is told in its status line.</summary>
internal sealed record NodeStatus
{
    /// <summary>The newest change that is known; null while the tree has not answered.</summary>
    public NodeChanged? Change { get; init; }

    /// <summary>When the person sent the message.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it is shown.</summary>
    public required DateTimeOffset Now { get; init; }
}
