namespace Pipeline.Workers.Cli.Tests.Running;

/// <summary>A program in Claude Code's place that does what its prompt says, which is a shell script.</summary>
internal static class FakeClaude
{
    // The functions are for the scripts.
    private const string Program = """
        #!/bin/bash
        arguments=("$@")
        init() { echo '{"type":"system","subtype":"init","session_id":"session-1","model":"m","claude_code_version":"0.0"}'; }
        text() { printf '{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"%s"}]}}\n' "$1"; }
        beside() { printf '{"type":"assistant","parent_tool_use_id":"t1","message":{"id":"s1","content":[{"type":"text","text":"%s"}]}}\n' "$1"; }
        result() { printf '{"type":"result","subtype":"success","is_error":false,"result":"%s","num_turns":1,"total_cost_usd":0.5,"usage":{"input_tokens":3,"output_tokens":2}}\n' "$1"; }
        eval "$(cat)"
        """;

    /// <summary>Writes the program; returns its path.</summary>
    public static string WriteTo(string directory)
    {
        var path = Path.Combine(directory, "claude");
        File.WriteAllText(path, Program);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
