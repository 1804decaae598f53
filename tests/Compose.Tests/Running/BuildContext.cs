using Microsoft.Extensions.FileSystemGlobbing;
using Pipeline.TestKit;

namespace Pipeline.Compose.Tests.Running;

/// <summary>The files that a build of the images sees: the repository without what .dockerignore names.</summary>
internal static class BuildContext
{
    /// <summary>The files, relative to the repository's root.</summary>
    public static IReadOnlyList<string> Files()
    {
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude("**/*");
        foreach (var pattern in File.ReadLines(Path.Combine(RepositoryRoot.Path, ".dockerignore")).Where(line => line.Length > 0 && line[0] != '#'))
            matcher.AddExclude(pattern).AddExclude($"{pattern}/**");

        return [.. matcher.GetResultsInFullPath(RepositoryRoot.Path).Select(path => Path.GetRelativePath(RepositoryRoot.Path, path))];
    }

    /// <summary>Copies them, as <c>COPY . .</c> does.</summary>
    public static void CopyTo(string directory)
    {
        foreach (var file in Files())
        {
            var copy = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(RepositoryRoot.Path, file), copy);
        }
    }
}
