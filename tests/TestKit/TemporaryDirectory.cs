namespace Pipeline.TestKit;

/// <summary>A fresh directory that is deleted with all it holds.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates the directory.</summary>
    /// <param name="purpose">A part of its name.</param>
    public TemporaryDirectory(string purpose) => Path = Directory.CreateTempSubdirectory($"pipeline-{purpose}-").FullName;

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
