using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Trees.Tests.Properties;

/// <summary>A node as the model sees it.</summary>
internal sealed class ModelNode(Guid id, Guid? parent, string prompt)
{
    public Guid Id => id;

    public Guid? Parent => parent;

    public string Prompt { get; set; } = prompt;

    public NodeState State { get; set; } = NodeState.Queued;

    public NodeState? EndsAs { get; set; }

    public bool Rooted { get; set; }

    public int Runs { get; set; }

    /// <summary>Whether a worker has its present run.</summary>
    public bool Claimed { get; set; }

    public override string ToString() => $"{id:N} {State}{(EndsAs is { } end ? $"→{end}" : "")} runs {Runs} '{Prompt}'";
}
