using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Telegram.Workspaces;

/// <summary>Where Claude Code works: the same settings as the CLI workers', on the same volume. Section <c>Cli</c>.</summary>
public sealed class WorkspaceOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Cli";

    /// <summary>Directories that runs may work in (<c>ALLOWED_DIR</c>), separated by commas. Default none.</summary>
    public string AllowedDirectories { get; set; } = "";

    /// <summary>Where runs work without <see cref="AllowedDirectories"/> (<c>CLAUDE_WORKSPACE</c>). Default <c>./agent_workspace</c>.</summary>
    [Required]
    public string Workspace { get; set; } = "./agent_workspace";
}
