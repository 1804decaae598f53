namespace Pipeline.Persistence.Trees;

/// <summary>Leads from a ticket of a tree's queue to the node that holds it.</summary>
public sealed class QueuedNode
{
    /// <summary>Tree and ticket, as <see cref="KeyOf"/> writes them; the key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The node.</summary>
    public Guid NodeId { get; set; }

    /// <summary>The key of a tree's ticket.</summary>
    public static string KeyOf(Guid treeId, long ticket) => FormattableString.Invariant($"{treeId:N}/{ticket}");
}
