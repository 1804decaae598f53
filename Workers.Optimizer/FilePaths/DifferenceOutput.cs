namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>The files that a difference in Git's form names in its headers.</summary>
internal static class DifferenceOutput
{
    private const string NewFile = "+++ ";
    private const string OldFile = "--- ";

    /// <summary>The paths without Git's <c>a/</c> and <c>b/</c>; of a file that is gone its old one.</summary>
    public static IEnumerable<string> Paths(string output)
    {
        var old = "";
        foreach (var line in output.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith(OldFile, StringComparison.Ordinal)) old = Path(line[OldFile.Length..], "a/");
            else if (line.StartsWith(NewFile, StringComparison.Ordinal) && old.Length > 0)
            {
                var path = Path(line[NewFile.Length..], "b/");
                yield return path == "/dev/null" ? old : path;
                old = "";
            }
            else old = "";
        }
    }

    private static string Path(string header, string side)
    {
        // A tab ends a name with spaces; quotes are around one with other characters.
        var path = header.Split('\t')[0].Trim('"');
        return path.StartsWith(side, StringComparison.Ordinal) ? path[side.Length..] : path;
    }
}
