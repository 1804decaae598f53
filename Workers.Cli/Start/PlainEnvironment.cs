using Pipeline.Workers.Cli.Stopping;

namespace Pipeline.Workers.Cli.Start;

/// <summary>
/// The environment of a run, made from nothing: what any program needs of this machine, and what points the CLI at the
/// ingress. No secret of ours is in it.
/// </summary>
internal static class PlainEnvironment
{
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TERM", "TMPDIR",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "CLAUDE_CONFIG_DIR",
        "SystemRoot", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
    ];

    /// <summary>The variables.</summary>
    /// <param name="ofThisMachine">Where this machine's variables are found.</param>
    /// <param name="ingress">Where the model's API is.</param>
    /// <param name="token">The run's own token.</param>
    /// <param name="traceParent">W3C trace context for its requests; null for none.</param>
    /// <param name="mark">What tells the run's processes from all others.</param>
    public static IReadOnlyDictionary<string, string> Of(Func<string, string?> ofThisMachine, Uri ingress, string token, string? traceParent, RunMark mark)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ANTHROPIC_BASE_URL"] = ingress.ToString().TrimEnd('/'),
            ["ANTHROPIC_AUTH_TOKEN"] = token,

            // Its default model assumes a window of 1,000,000 tokens, which no upstream here has.
            ["CLAUDE_CODE_DISABLE_1M_CONTEXT"] = "1",

            // Telemetry, and updates under running sessions.
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            [RunMark.Variable] = mark.ToString(),
        };
        foreach (var name in Passed)
        {
            if (ofThisMachine(name) is { Length: > 0 } value) variables[name] = value;
        }

        if (traceParent is not null) variables["ANTHROPIC_CUSTOM_HEADERS"] = $"traceparent: {traceParent}";

        // The CLI refuses to skip permissions as root, unless it is told that it cannot do harm.
        if (Environment.IsPrivilegedProcess) variables["IS_SANDBOX"] = "1";
        return variables;
    }
}
