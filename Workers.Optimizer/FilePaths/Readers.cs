using System.Collections.Frozen;
using Pipeline.Workers.Optimizer.Shell;

namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>The programs that show what is in files.</summary>
internal static class Readers
{
    private static readonly ReaderForm Plain = new();
    private static readonly ReaderForm Counted = new() { Values = Words("-n -c --lines --bytes") };
    private static readonly ReaderForm Differences = new() { Source = PathSource.Difference };

    private static readonly ReaderForm Grep = new()
    {
        Source = PathSource.Output,
        LeadingOperands = 1,
        ProgramOptions = ["-e", "-f", "--regexp", "--file"],
        Values = Words("-e -f -A -B -C -m -d -D --regexp --file --include --exclude --exclude-dir --color --max-count --context"),
        Silencers = Words("-l -L -c -q --files-with-matches --files-without-match --count --quiet --silent"),
    };

    private static readonly ReaderForm Ripgrep = Grep with
    {
        Values = Words("-e -f -A -B -C -m -g -t -T -j -M -r -d --regexp --file --glob --iglob --type --type-not --max-count --context --replace --max-depth --sort"),
        Silencers = Words("-l -c -q --files --files-with-matches --files-without-match --count --count-matches --quiet --type-list"),
        IsRecursive = true,
    };

    private static readonly ReaderForm Awk = new() { LeadingOperands = 1, ProgramOptions = ["-f", "--file"], Values = Words("-F -v -f --file --assign") };

    private static readonly FrozenDictionary<string, ReaderForm> Forms = new Dictionary<string, ReaderForm>(StringComparer.Ordinal)
    {
        ["cat"] = Plain, ["tac"] = Plain, ["nl"] = Plain with { Values = Words("-b -d -f -h -i -l -n -s -v -w") }, ["less"] = Plain, ["more"] = Plain, ["strings"] = Counted, ["zcat"] = Plain, ["rev"] = Plain,
        ["bat"] = Plain with { Values = Words("-l -r -H --language --line-range --highlight-line --style --theme --paging --color") },
        ["head"] = Counted, ["tail"] = Counted with { Values = Words("-n -c -s --lines --bytes --pid --sleep-interval") },
        ["xxd"] = Plain with { Values = Words("-l -s -c -g") }, ["od"] = Plain with { Values = Words("-A -t -j -N -w") }, ["hexdump"] = Plain with { Values = Words("-n -s -e") },
        ["sort"] = Plain with { Values = Words("-k -t -o -S -T --key --field-separator") }, ["uniq"] = Plain with { Values = Words("-f -s -w") }, ["cut"] = Plain with { Values = Words("-d -f -c -b") },
        ["paste"] = Plain with { Values = Words("-d") }, ["comm"] = Plain, ["join"] = Plain with { Values = Words("-1 -2 -t -o") }, ["column"] = Plain with { Values = Words("-s -c -o") }, ["fold"] = Plain with { Values = Words("-w") }, ["tr"] = Plain with { LeadingOperands = 2 },
        ["diff"] = Plain with { Values = Words("-U -C -x -X -I -W --unified --exclude"), Silencers = Words("-q --brief") }, ["cmp"] = Plain, ["colordiff"] = Plain,
        ["sed"] = new ReaderForm { LeadingOperands = 1, ProgramOptions = ["-e", "-f", "--expression", "--file"], Values = Words("-e -f --expression --file -l"), Silencers = Words("-i --in-place -i.bak") },
        ["awk"] = Awk, ["gawk"] = Awk, ["mawk"] = Awk,
        ["grep"] = Grep, ["egrep"] = Grep, ["fgrep"] = Grep, ["zgrep"] = Grep, ["rg"] = Ripgrep, ["ag"] = Ripgrep, ["ack"] = Ripgrep,
        ["jq"] = new ReaderForm { LeadingOperands = 1, ProgramOptions = ["-f", "--from-file"], Values = Words("-f --from-file --indent") },
        ["yq"] = new ReaderForm { LeadingOperands = 1 }, ["xmllint"] = Plain with { Values = Words("--xpath --schema") },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ReaderForm> GitForms = new Dictionary<string, ReaderForm>(StringComparer.Ordinal)
    {
        ["diff"] = Differences, ["show"] = Differences, ["log"] = Differences, ["stash"] = Differences, ["cat-file"] = Differences,
        ["blame"] = Plain with { Values = Words("-L -C -M -S") }, ["annotate"] = Plain, ["grep"] = Ripgrep,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The command as a reader; null where it shows no contents, or nobody knows.</summary>
    public static Reader? Of(IReadOnlyList<ShellToken> command)
    {
        var words = command.Where(token => token.Kind == ShellTokenKind.Word).ToList();
        var index = ShellWrappers.CommandIndex(words);
        if (index >= words.Count) return null;

        var name = ShellWrappers.BaseName(words[index].Text);
        var forms = Forms;
        if (name == "git")
        {
            index = ShellWrappers.SkipOptions(words, index + 1, ["-C", "-c", "--git-dir", "--work-tree"]);
            if (index >= words.Count) return null;
            (name, forms) = (words[index].Text, GitForms);
        }

        return forms.TryGetValue(name, out var form) ? new Reader(words[(index + 1)..], [.. Inputs(command)], form) : null;
    }

    private static IEnumerable<ShellToken> Inputs(IReadOnlyList<ShellToken> command) => command
        .Zip(command.Skip(1))
        .Where(pair => pair.First is { Kind: ShellTokenKind.Redirection, Text: "<" })
        .Select(pair => pair.Second);

    private static FrozenSet<string> Words(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
