namespace Pipeline.Contracts.Trees;

/// <summary>
/// A message for one tree's saga; its id is the saga's. Each may come twice, late, or before what it builds on.
/// </summary>
public interface ITreeCommand
{
    /// <summary>Name of the exchange that takes them.</summary>
    const string Exchange = "message-trees";

    /// <summary>The tree. The one that a root starts has the root's id.</summary>
    Guid TreeId { get; }
}
