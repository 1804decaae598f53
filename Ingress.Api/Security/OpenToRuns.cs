namespace Pipeline.Ingress.Security;

/// <summary>Marks a route that a run of Claude Code may call with its own token.</summary>
internal sealed class OpenToRuns;
