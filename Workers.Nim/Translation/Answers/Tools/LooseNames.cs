using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Pipeline.Workers.Nim.Translation.Answers.Tools;

/// <summary>
/// The declared tools by their letters and digits alone. Models write <c>bash</c>, <c>functions.Bash</c>,
/// <c>default_api:Bash</c> and <c>mcp.github.createIssue</c> for what was declared as <c>Bash</c> and
/// <c>mcp__github__create_issue</c>.
/// </summary>
internal sealed class LooseNames
{
    private const string Separators = "_-.:/ \t";

    /// <summary>Namespaces that chat templates put before a tool's name.</summary>
    private static readonly string[] Prefixes = [string.Empty, "functions", "defaultapi"];

    private readonly List<(string Loose, string Tool)> _names = [];

    public void Add(string name, string tool)
    {
        if (!TryLoosen(name, out var loose) || loose.Length == 0) return;

        foreach (var prefix in Prefixes) _names.Add((prefix + loose, tool));
    }

    /// <summary>The one tool that is meant; null where none is, or several may be.</summary>
    public string? Find(ReadOnlySpan<char> written)
    {
        if (!TryLoosen(written, out var loose)) return null;

        string? found = null;
        foreach (var (name, tool) in _names)
        {
            if (name != loose || tool == found) continue;
            if (found is not null) return null;
            found = tool;
        }

        return found;
    }

    /// <summary>Whether some name begins like this, and goes on if it has to.</summary>
    public bool CanStart(ReadOnlySpan<char> beginning, bool goesOn)
    {
        if (!TryLoosen(beginning, out var loose)) return false;

        foreach (var (name, _) in _names)
        {
            if (name.StartsWith(loose, StringComparison.Ordinal) && (!goesOn || name.Length > loose.Length)) return true;
        }

        return false;
    }

    private static bool TryLoosen(ReadOnlySpan<char> name, [NotNullWhen(true)] out string? loose)
    {
        loose = null;
        var letters = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character)) letters.Append(char.ToLowerInvariant(character));
            else if (!Separators.Contains(character)) return false;
        }

        loose = letters.ToString();
        return true;
    }
}
