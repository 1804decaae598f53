namespace Pipeline.Workers.Telegram.Workspaces;

/// <summary>A file or directory that cannot be used as a person wants. The message is for them.</summary>
internal sealed class WorkspaceFileException(string message, Exception? cause = null) : Exception(message, cause);
