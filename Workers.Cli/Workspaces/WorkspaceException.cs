namespace Pipeline.Workers.Cli.Workspaces;

/// <summary>A directory that a run may not work in. The message is for the person who named it.</summary>
internal sealed class WorkspaceException(string message, Exception? cause = null) : Exception(message, cause);
