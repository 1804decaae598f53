namespace Pipeline.Workers.Cli.Runs;

/// <summary>One run of Claude Code: a prompt, in a new session, in one that there is, or in a fork of it.</summary>
public sealed record RunRequest
{
    /// <summary>Tells the run, and every process that it starts, from all others. No run that lives has the same.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The node of the message tree that runs; the run's token names it.</summary>
    public required string Node { get; init; }

    /// <summary>What the person says.</summary>
    public required string Prompt { get; init; }

    /// <summary>The session to go on from; it is found only in the directory where it began. Null begins a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whether that session is forked and stays as it is; otherwise the run goes on in the session itself.</summary>
    public bool ForkSession { get; init; }

    /// <summary>
    /// Directory to work in: absolute, or relative to the first root, and in or below a root. Null is the first root
    /// itself.
    /// </summary>
    public string? Workspace { get; init; }

    /// <summary>Model to ask for; null leaves the choice to the CLI.</summary>
    public string? Model { get; init; }

    /// <summary>Most answers of the model; null is no limit.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Text that is added to the CLI's own system prompt.</summary>
    public string? AppendSystemPrompt { get; init; }

    /// <summary>Further directories to use, each in or below a root as <see cref="Workspace"/> is.</summary>
    public IReadOnlyList<string> AddDirectories { get; init; } = [];

    /// <summary>W3C trace context that the run's model requests carry on; null begins one whose trace id is <see cref="RunId"/>.</summary>
    public string? TraceParent { get; init; }
}
