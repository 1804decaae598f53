using System.Text.RegularExpressions;
using Pipeline.Workers.Optimizer.Shell;

namespace Pipeline.Workers.Optimizer.CommandPrefixes;

/// <summary>
/// The prefix of a command after Claude Code's policy (its request spells it out, with examples): what names the
/// action, without what it acts on. Always a beginning of the command itself; where there is doubt there is none,
/// and the person is asked about this very command.
/// </summary>
internal static partial class CommandPrefix
{
    /// <summary>No prefix stands for this command and its like.</summary>
    public const string None = "none";

    /// <summary>More may be run than the beginning shows.</summary>
    public const string Injection = "command_injection_detected";

    /// <summary>The prefix, <see cref="None"/> or <see cref="Injection"/>.</summary>
    public static string Of(string command)
    {
        command = command.Trim();
        var parsed = ShellLexer.Read(command);
        if (parsed.RunsHiddenCommands) return Injection;
        if (!parsed.IsWhole || !parsed.IsSimple) return None;

        var words = parsed.Tokens.Where(token => token.Kind == ShellTokenKind.Word).ToList();
        if (words is [] || words[0].Start > 0) return None;

        var length = Length(words);
        return length == 0 ? None : command[..words[length - 1].End];
    }

    /// <summary>How many words the prefix has; 0 where there is none.</summary>
    private static int Length(List<ShellToken> words)
    {
        var index = ShellWrappers.CommandIndex(words);
        if (index >= words.Count || words[index].IsPattern) return 0;

        var name = ShellWrappers.BaseName(words[index].Text);
        if (Tools.RunsCode(name, words.Skip(index + 1))) return 0;
        if (Tools.TryFind(name, out var tool)) return new SubcommandReader(words, index, tool).Length();
        return Tools.IsPlain(name) ? index + 1 : UnknownLength(words, index);
    }

    // A tool nobody has heard of: its second word is a subcommand if it looks like one and something follows.
    private static int UnknownLength(List<ShellToken> words, int index)
    {
        if (index + 1 >= words.Count || !IsSubcommand(words[index + 1])) return index + 1;
        return index + 2 < words.Count ? index + 2 : 0;
    }

    internal static bool IsSubcommand(ShellToken word) => !word.IsPattern && Subcommand().IsMatch(word.Text);

    [GeneratedRegex("^[a-z][a-z0-9]*([:_-][a-z0-9]+)*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subcommand();
}
