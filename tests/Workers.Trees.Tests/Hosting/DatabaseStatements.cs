using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Pipeline.Workers.Trees.Tests.Hosting;

/// <summary>Every statement that this process sends to one database, as its driver reports them; a log may leave some out.</summary>
internal sealed class DatabaseStatements : IDisposable
{
    private readonly ConcurrentQueue<string> _all = new();
    private readonly ActivityListener _listener;

    public DatabaseStatements(string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Tag(activity, "db.namespace", "db.name") == database && Tag(activity, "db.query.text", "db.statement") is { } text) _all.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The statements so far, in the order of their ends.</summary>
    public IReadOnlyList<string> All => [.. _all];

    public void Dispose() => _listener.Dispose();

    // The second name is that of older versions of the driver.
    private static string? Tag(Activity activity, string name, string formerly) => (activity.GetTagItem(name) ?? activity.GetTagItem(formerly)) as string;
}
