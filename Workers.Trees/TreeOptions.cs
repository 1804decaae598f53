using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Trees;

/// <summary>How long message trees are kept, and what happens where a worker dies. Section <c>Trees</c>.</summary>
public sealed class TreeOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Trees";

    /// <summary>
    /// Days that a tree is kept after its last change (<c>TREE_RETENTION_DAYS</c>). Default 30, as long as Claude Code keeps
    /// its sessions.
    /// </summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 30;

    /// <summary>
    /// Whether a node whose worker died goes on in its session without being asked (<c>CLI_AUTO_RESUME</c>), three times in a
    /// row at most. Default false, as agents change files.
    /// </summary>
    public bool AutoResume { get; set; }
}
