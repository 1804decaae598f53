namespace Pipeline.Transport.Files;

/// <summary>
/// Where a path really leads: symbolic links and <c>..</c> are followed in the order in which they are written, as the
/// system does. (<see cref="Path.GetFullPath(string)"/> removes <c>..</c> first, which with a link before it is another place.)
/// </summary>
public static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The absolute path without links; what does not exist is taken as written.</summary>
    /// <exception cref="IOException">The links lead round in a circle, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The links cannot be read.</exception>
    public static string Of(string path, string baseDirectory)
    {
        var absolute = Path.Combine(baseDirectory, path);
        var links = 0;
        return Follow(Path.GetPathRoot(absolute)!, absolute, ref links);
    }

    /// <summary>Whether a path is a directory or below it; both are real paths.</summary>
    public static bool IsWithin(string path, string directory)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(directory);
        return path == directory || path.StartsWith(Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string Follow(string directory, string path, ref int links)
    {
        var current = Path.IsPathRooted(path) ? Path.GetPathRoot(path)! : directory;
        foreach (var part in path[Path.GetPathRoot(path)!.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;

            current = part == ".." ? Path.GetDirectoryName(current) ?? current : Step(current, part, ref links);
        }

        return current;
    }

    private static string Step(string directory, string name, ref int links)
    {
        var next = Path.Combine(directory, name);
        if (new FileInfo(next).LinkTarget is not { } target) return next;
        if (++links > MostLinks) throw new IOException($"'{next}' is a symbolic link that leads to itself.");

        return Follow(directory, target, ref links);
    }
}
