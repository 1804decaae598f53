using System.ComponentModel.DataAnnotations;

namespace Pipeline.Workers.Cli;

/// <summary>How Claude Code is run, where it may work and for how long. Section <c>Cli</c>.</summary>
public sealed class CliOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Cli";

    /// <summary>The program (<c>CLAUDE_CLI_PATH</c>). Default <c>claude</c>, from the <c>PATH</c>.</summary>
    [Required]
    public string Path { get; set; } = "claude";

    /// <summary>
    /// Where runs find the ingress, without <c>/v1</c> (<c>INGRESS_URL</c>). Default where <c>HOST</c> and <c>PORT</c>
    /// say that it listens, on this machine.
    /// </summary>
    [Url]
    public string? IngressUrl { get; set; }

    /// <summary>
    /// Directories that runs may work in (<c>ALLOWED_DIR</c>), separated by commas: in the first they begin, the
    /// others they may use too. Default none: runs work in <see cref="Workspace"/>.
    /// </summary>
    public string AllowedDirectories { get; set; } = "";

    /// <summary>
    /// Where runs work without <see cref="AllowedDirectories"/>, and where those that work in it or above it keep their plans
    /// (<c>CLAUDE_WORKSPACE</c>). Created where it is missing. Default <c>./agent_workspace</c>.
    /// </summary>
    [Required]
    public string Workspace { get; set; } = "./agent_workspace";

    /// <summary>The CLI's permission mode (<c>CLAUDE_PERMISSION_MODE</c>). Default <c>bypassPermissions</c>, as nobody is there to ask.</summary>
    [RegularExpression("bypassPermissions|acceptEdits|auto|dontAsk|plan|manual")]
    public string PermissionMode { get; set; } = "bypassPermissions";

    /// <summary>Seconds without any output after which a run is ended (<c>CLI_IDLE_TIMEOUT</c>). Default 600.</summary>
    [Range(1, 86_400)]
    public double IdleTimeoutSeconds { get; set; } = 600;

    /// <summary>Seconds after which a run is ended whatever it does (<c>CLI_TOTAL_TIMEOUT</c>); 0, the default, is no limit.</summary>
    [Range(0, 604_800)]
    public double TotalTimeoutSeconds { get; set; }

    /// <summary>Runs at once (<c>CLI_MAX_SESSIONS</c>); more wait in the queue. Default 10.</summary>
    [Range(1, 1000)]
    public int MaxSessions { get; set; } = 10;
}
