using System.Text.Json.Nodes;
using Pipeline.Workers.Cli.Runs;
using Pipeline.Workers.Cli.Workspaces;

namespace Pipeline.Workers.Cli.Start;

/// <summary>
/// The CLI's arguments. The prompt is not among them: other users can read arguments, and one may have no more than
/// 128 KiB. What comes from outside is joined with its option, so that it is never taken for another option.
/// </summary>
internal static class CommandLine
{
    public static IReadOnlyList<string> Of(RunRequest request, Workspace workspace, string permissionMode) =>
    [
        "-p",
        "--output-format", "stream-json",
        "--verbose",
        "--include-partial-messages",
        "--permission-mode", permissionMode,
        .. Option("--resume", request.SessionId),
        .. request is { SessionId: not null, ForkSession: true } ? ["--fork-session"] : Array.Empty<string>(),
        .. Option("--model", request.Model),
        .. Option("--max-turns", request.MaxTurns?.ToString()),
        .. Option("--append-system-prompt", request.AppendSystemPrompt),
        .. workspace.AddedDirectories.Select(directory => $"--add-dir={directory}"),
        .. Option("--settings", Settings(workspace)),
    ];

    private static IEnumerable<string> Option(string name, string? value) => value is null ? [] : [$"{name}={value}"];

    private static string? Settings(Workspace workspace) =>
        workspace.PlansDirectory is { } plans ? new JsonObject { ["plansDirectory"] = plans }.ToJsonString() : null;
}
