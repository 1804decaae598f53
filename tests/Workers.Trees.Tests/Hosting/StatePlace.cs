using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>A place of its own where hosts keep their state, one after the other.</summary>
public sealed class StatePlace : IAsyncDisposable
{
    private readonly Func<ValueTask> _delete;

    private StatePlace(string key, string value, Func<ValueTask> delete) => (Settings, _delete) = (new Dictionary<string, string?> { [key] = value }, delete);

    /// <summary>The settings that name it.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    public static Task<StatePlace> FilesAsync()
    {
        var directory = new TemporaryDirectory("trees");
        return Task.FromResult(new StatePlace("State:Directory", directory.Path, () =>
        {
            directory.Dispose();
            return ValueTask.CompletedTask;
        }));
    }

    public static async Task<StatePlace> PostgresAsync()
    {
        var database = await TestDatabase.CreateAsync();
        return new StatePlace("ConnectionStrings:Pipeline", database.ConnectionString, database.DisposeAsync);
    }

    public ValueTask DisposeAsync() => _delete();
}
