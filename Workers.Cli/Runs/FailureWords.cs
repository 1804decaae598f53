using System.Text.RegularExpressions;
using Pipeline.Workers.Cli.Output;

namespace Pipeline.Workers.Cli.Runs;

/// <summary>Says why a process that ended by itself did not do what it was asked, and what to do about it.</summary>
internal static partial class FailureWords
{
    // Exit codes of shells and of env.
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int KilledBySignal = 128 + 9;

    // The API may answer with megabytes. The words are at the beginning, and looking for them takes no time then.
    private const int MostOfResult = 8 * 1024;

    /// <summary>The words, as they were said: secrets are taken from all that is told of a run.</summary>
    public static string Of(ProcessEnd end) => Explain(end, Said(end));

    /// <summary>What a process that was ended has said of its trouble; empty where it said nothing.</summary>
    public static string LastWords(ProcessEnd end) => end.Errors.Length == 0 ? "" : $" It last printed: {end.Errors}";

    private static string Explain(ProcessEnd end, string said) => said switch
    {
        // Whatever its words remind of, they are the API's.
        _ when end.Result is { ApiStatus: not null } result => OfResult(end, result.Subtype, said),
        _ when LogIn().IsMatch(said) =>
            $"Claude Code asks for a log-in ({said}). It is given a token of its own for this run: either the ingress does not take it "
            + "(ANTHROPIC_AUTH_TOKEN must be the same for Workers.Cli and the ingress), or the settings in its home directory (~/.claude/settings.json) name another account or address.",
        _ when UnknownOption().IsMatch(said) =>
            $"This Claude Code does not know an option that is needed ({said}): it is too old. Update it with: npm install -g @anthropic-ai/claude-code, or set CLAUDE_CLI_PATH to a newer one.",
        _ when NoConversation().IsMatch(said) =>
            $"The session to continue was not found ({said}). Sessions are kept in the home directory of Workers.Cli, by working directory: all of its processes must share both.",
        _ when RootRefused().IsMatch(said) =>
            $"Claude Code refuses to run so as root ({said}). Run Workers.Cli as another user, or set CLAUDE_PERMISSION_MODE to acceptEdits.",
        _ when end.Result is { } result => OfResult(end, result.Subtype, said),
        _ => OfExit(end.ExitCode, said),
    };

    private static string OfResult(ProcessEnd end, string subtype, string said) => subtype switch
    {
        "error_max_turns" => $"It used up the {end.Result!.Turns} answers of the model that it was allowed. Reply to go on.",
        "success" when end.Result!.ApiStatus is not null => $"The model could not be asked: {said}",
        "success" => $"Claude Code ended with an error: {said}",
        _ => $"Claude Code ended with '{subtype}': {said}",
    };

    private static string OfExit(int exitCode, string said)
    {
        var words = exitCode switch
        {
            NotFound => "Claude Code, or the interpreter that it needs, was not found (exit code 127). Install it again, or set CLAUDE_CLI_PATH.",
            NotExecutable => "Claude Code cannot be executed (exit code 126). Install it again, or set CLAUDE_CLI_PATH.",
            KilledBySignal => "Claude Code was killed by the system (exit code 137), most likely because memory ran out.",
            _ => $"Claude Code ended with exit code {exitCode} and without a result.",
        };
        return said.Length == 0 ? $"{words} It printed nothing else." : $"{words} It last printed: {said}";
    }

    private static string Said(ProcessEnd end) => string.Join('\n', new[]
    {
        end.Result is { Succeeded: false } result ? Passages.Begin($"{result.Text}\n{result.Errors}".Trim(), MostOfResult).Text : "",
        end.Errors,
        end.Result is null ? end.Notes : "",
    }.Where(part => part.Length > 0).Distinct(StringComparer.Ordinal));

    [GeneratedRegex(@"/login\b|Invalid API key|Not logged in|OAuth token", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogIn();

    [GeneratedRegex("unknown option|unknown argument|Allowed choices are", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownOption();

    [GeneratedRegex("No conversation found", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoConversation();

    [GeneratedRegex("root/sudo privileges", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootRefused();
}
