namespace Pipeline.TestKit;

/// <summary>The folder that holds the solution, found from where the tests run.</summary>
public static class RepositoryRoot
{
    private const string Marker = "Pipeline.sln";

    /// <summary>Absolute path of the repository's root.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string start)
    {
        for (var directory = new DirectoryInfo(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, Marker))) return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above '{start}' holds {Marker}.");
    }
}
