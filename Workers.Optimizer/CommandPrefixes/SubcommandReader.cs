using Pipeline.Workers.Optimizer.Shell;

namespace Pipeline.Workers.Optimizer.CommandPrefixes;

/// <summary>Finds where the subcommand of a known tool ends.</summary>
/// <param name="words">The command's words.</param>
/// <param name="index">The one that names the tool.</param>
/// <param name="tool">What is known of it.</param>
internal sealed class SubcommandReader(IReadOnlyList<ShellToken> words, int index, Tool tool)
{
    /// <summary>How many words the prefix has; 0 where there is none.</summary>
    public int Length()
    {
        var first = ShellWrappers.SkipOptions(words, index + 1, tool.Values);
        if (first < words.Count && words[first].Text is ['+', ..]) first++;
        if (first >= words.Count || !CommandPrefix.IsSubcommand(words[first])) return 0;

        var subcommand = words[first].Text;
        return tool.Groups.Contains(subcommand) ? GroupLength(first, subcommand) : Unless(tool.Bare.Contains(subcommand), first);
    }

    private int GroupLength(int first, string group)
    {
        var second = ShellWrappers.SkipOptions(words, first + 1, tool.Values);
        if (second >= words.Count || words[second].IsPattern) return first + 1;

        // A script that is run with a variable is told from others by that.
        return Unless(tool.Scripts.Contains(group) && !ShellWrappers.IsAssignment(words[0]), second);
    }

    /// <summary>
    /// Ends at a word, unless nothing follows it and it is one of those that the policy gives no prefix on their own:
    /// what they do is not in the command.
    /// </summary>
    private int Unless(bool isBare, int last) => isBare && last == words.Count - 1 ? 0 : last + 1;
}
