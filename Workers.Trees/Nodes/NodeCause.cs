namespace Pipeline.Workers.Trees.Nodes;

/// <summary>Why a node comes to another state.</summary>
internal enum NodeCause
{
    /// <summary>It is first in its tree's queue and nothing of the tree runs.</summary>
    Dispatched,

    /// <summary>Its run has completed.</summary>
    RunCompleted,

    /// <summary>Its run has failed.</summary>
    RunFailed,

    /// <summary>Its run was stopped.</summary>
    RunStopped,

    /// <summary>Its worker went away.</summary>
    RunLost,

    /// <summary>The node that it continues from has failed, or is cleared.</summary>
    ParentFailed,

    /// <summary>A person stops it.</summary>
    Stop,

    /// <summary>A person clears it.</summary>
    Clear,

    /// <summary>A person, or CLI_AUTO_RESUME, goes on with it.</summary>
    Resume,

    /// <summary>A person runs it again.</summary>
    Retry,
}
