using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>A place of its own where hosts keep their state, one after the other.</summary>
public sealed class StatePlace : IAsyncDisposable
{
    private readonly Func<ValueTask> _delete;

    private readonly string? _directory;

    private StatePlace(string key, string value, Func<ValueTask> delete, string? directory = null) =>
        (Settings, _delete, _directory) = (new Dictionary<string, string?> { [key] = value }, delete, directory);

    /// <summary>The settings that name it.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    public static Task<StatePlace> FilesAsync() => Task.FromResult(Files(new TemporaryDirectory("trees")));

    /// <summary>Whether state is in files, which can be copied.</summary>
    public bool IsOfFiles => _directory is not null;

    /// <summary>What a crash at this moment would leave of the files.</summary>
    public StatePlace Crashed()
    {
        var copy = new TemporaryDirectory("crashed");
        while (!TryCopy(_directory!, copy.Path))
        {
            Directory.Delete(copy.Path, recursive: true);
            Directory.CreateDirectory(copy.Path);
        }

        return Files(copy);
    }

    public static async Task<StatePlace> PostgresAsync()
    {
        var database = await TestDatabase.CreateAsync();
        return new StatePlace("ConnectionStrings:Pipeline", database.ConnectionString, database.DisposeAsync);
    }

    public ValueTask DisposeAsync() => _delete();

    private static StatePlace Files(TemporaryDirectory directory) => new(
        "State:Directory",
        directory.Path,
        () =>
        {
            directory.Dispose();
            return ValueTask.CompletedTask;
        },
        directory.Path);

    // Files that came or went meanwhile would make a state that never was.
    private static bool TryCopy(string from, string to)
    {
        try
        {
            var before = FilesOf(from);
            foreach (var file in before) CopyFile(Path.Combine(from, file), Path.Combine(to, file));
            return before.SequenceEqual(FilesOf(from), StringComparer.Ordinal);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static void CopyFile(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
    }

    // What a lock file says is the process's that holds it.
    private static List<string> FilesOf(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file))
            .Where(file => !file.Contains("lock", StringComparison.Ordinal) && !file.EndsWith(".sock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
