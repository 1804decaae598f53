using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Pipeline.Workers.Optimizer.Shell;

/// <summary>What stands before a command and runs it: assignments, and programs such as <c>sudo</c>.</summary>
internal static partial class ShellWrappers
{
    // With the options that take a value of their own, and how many operands come before the command.
    private static readonly FrozenDictionary<string, (string[] Values, int Operands)> Wrappers =
        new Dictionary<string, (string[], int)>(StringComparer.Ordinal)
        {
            ["sudo"] = (["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R", "--user", "--group", "--host", "--chdir"], 0),
            ["doas"] = (["-u", "-C"], 0),
            ["env"] = (["-u", "-C", "-S", "--unset", "--chdir"], 0),
            ["time"] = (["-f", "-o"], 0),
            ["timeout"] = (["-s", "-k", "--signal", "--kill-after"], 1),
            ["nice"] = (["-n", "--adjustment"], 0),
            ["ionice"] = (["-c", "-n"], 0),
            ["nohup"] = ([], 0),
            ["setsid"] = ([], 0),
            ["stdbuf"] = (["-i", "-o", "-e"], 0),
            ["command"] = ([], 0),
            ["exec"] = (["-a"], 0),
            ["xargs"] = (["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "--max-args", "--max-procs"], 0),
            ["watch"] = (["-n", "--interval"], 0),
            ["npx"] = (["-p", "--package", "-c", "--call"], 0),
            ["bunx"] = ([], 0),
            ["pnpx"] = ([], 0),
            ["uvx"] = (["--from", "--with", "--python"], 0),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The index of the word that names the command itself; as many as there are words where there is none.</summary>
    public static int CommandIndex(IReadOnlyList<ShellToken> words)
    {
        var index = SkipAssignments(words, 0);
        while (index < words.Count && Wrappers.TryGetValue(BaseName(words[index].Text), out var wrapper))
            index = SkipAssignments(words, SkipOptions(words, index + 1, wrapper.Values) + wrapper.Operands);
        return Math.Min(index, words.Count);
    }

    /// <summary>The index of the first word from one on that is neither an option nor an option's value.</summary>
    public static int SkipOptions(IReadOnlyList<ShellToken> words, int index, IReadOnlyCollection<string> values)
    {
        for (; index < words.Count && words[index].Text is ['-', _, ..] option; index++)
        {
            if (values.Contains(option)) index++;
        }

        return index;
    }

    /// <summary>The name of a program without its directories.</summary>
    public static string BaseName(string program) => program[(program.LastIndexOf('/') + 1)..];

    /// <summary>Whether a word sets a variable.</summary>
    public static bool IsAssignment(ShellToken word) => Assignment().IsMatch(word.Text);

    private static int SkipAssignments(IReadOnlyList<ShellToken> words, int index)
    {
        while (index < words.Count && IsAssignment(words[index])) index++;
        return index;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();
}
