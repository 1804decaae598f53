using Pipeline.Workers.Optimizer.Shell;

namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>A command that shows what is in files.</summary>
/// <param name="Words">The words behind its name.</param>
/// <param name="Inputs">The files that are redirected into it.</param>
/// <param name="Form">How it names its files.</param>
internal sealed record Reader(IReadOnlyList<ShellToken> Words, IReadOnlyList<ShellToken> Inputs, ReaderForm Form)
{
    /// <summary>The files that it has shown, by what it was told and what it printed.</summary>
    public IEnumerable<string> Paths(string output)
    {
        var words = Words.Concat(Inputs).Any(word => Form.Silencers.Contains(word.Text)) ? [] : Operands();
        return Form.Source switch
        {
            PathSource.Output when words.Count == 1 && !IsRecursive => Named(words, output),
            PathSource.Output => SearchOutput.Paths(output).Concat(Readable(Inputs, output)),
            PathSource.Difference => DifferenceOutput.Paths(output).Concat(words.Where(word => word.Text.Contains(':', StringComparison.Ordinal)).Select(AfterColon)),
            _ => Named(words, output),
        };
    }

    private bool IsRecursive => Form.IsRecursive || Words.Any(word => IsRecursion(word.Text));

    private static bool IsRecursion(string option) =>
        option is "--recursive" || (option is ['-', not '-', ..] && option.AsSpan(1).ContainsAny('r', 'R'));

    private IEnumerable<string> Named(List<ShellToken> operands, string output) => Readable(operands, output).Concat(Readable(Inputs, output));

    private List<ShellToken> Operands()
    {
        var operands = new List<ShellToken>();
        var hasProgram = false;
        for (var index = 0; index < Words.Count; index++)
        {
            var word = Words[index];
            if (word.Text == "--")
            {
                operands.AddRange(Words.Skip(index + 1));
                break;
            }

            if (word.Text is not ['-', _, ..]) operands.Add(word);
            else
            {
                hasProgram |= Form.ProgramOptions.Any(option => word.Text.StartsWith(option, StringComparison.Ordinal));
                if (Form.Values.Contains(word.Text)) index++;
            }
        }

        return [.. operands.Skip(hasProgram ? 0 : Form.LeadingOperands)];
    }

    // A pattern is not the name of a file, and a file that could not be read was not shown.
    private static IEnumerable<string> Readable(IEnumerable<ShellToken> words, string output) => words
        .Where(word => !word.IsPattern && !ShellWrappers.IsAssignment(word))
        .Select(word => word.Text)
        .Where(path => !output.Contains($"{path}: No such file or directory", StringComparison.Ordinal)
            && !output.Contains($"{path}: Permission denied", StringComparison.Ordinal)
            && !output.Contains($"{path}: Is a directory", StringComparison.Ordinal));

    private static string AfterColon(ShellToken word) => word.Text[(word.Text.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
