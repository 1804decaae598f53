using MassTransit;

namespace Pipeline.Persistence.Trees;

/// <summary>
/// One message tree: the saga's state. Its nodes and its queue are records of their own, so that a message costs the same in a
/// small tree as in a large one.
/// </summary>
public sealed class MessageTree : SagaStateMachineInstance
{
    /// <summary>The tree's id, which is its root's.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>The saga's state, by name.</summary>
    public string CurrentState { get; set; } = "";

    /// <summary>The platform of its chat; null where it came over HTTP.</summary>
    public string? Platform { get; set; }

    /// <summary>Its chat.</summary>
    public string? ChatId { get; set; }

    /// <summary>Where all its nodes work, as its root named it.</summary>
    public string? Workspace { get; set; }

    /// <summary>The node that runs; null where none does.</summary>
    public Guid? RunningNodeId { get; set; }

    /// <summary>How many of its nodes are queued.</summary>
    public int QueuedNodes { get; set; }

    /// <summary>How many nodes it has, cleared ones included.</summary>
    public int Nodes { get; set; }

    /// <summary>The ticket that is called next; those before it have been called or given back.</summary>
    public long NextTicket { get; set; }

    /// <summary>The ticket that the next queued node draws.</summary>
    public long FreeTicket { get; set; }

    /// <summary>Nodes of it that messages have spoken of and that have not come yet. To be replaced, not changed.</summary>
    public IReadOnlyList<Guid> Awaited { get; set; } = [];

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}
