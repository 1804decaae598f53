namespace Pipeline.Contracts.Trees;

/// <summary>How a prompt is to be run. What is null is left to the worker or to Claude Code.</summary>
public sealed record TaskOptions
{
    /// <summary>
    /// Directory to work in: absolute, or relative to the first allowed one. Fixed at a tree's root, because Claude Code
    /// finds its sessions only in the directory where they began.
    /// </summary>
    public string? Workspace { get; init; }

    /// <summary>Model to ask for.</summary>
    public string? Model { get; init; }

    /// <summary>Most answers of the model.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Text that is added to Claude Code's own system prompt.</summary>
    public string? AppendSystemPrompt { get; init; }

    /// <summary>Further directories to use.</summary>
    public IReadOnlyList<string> AddDirectories { get; init; } = [];
}
