using Pipeline.Persistence.RequestLog;

namespace Pipeline.Persistence.Tests.RequestLog;

/// <summary>A store that does what the test says and remembers what it was given.</summary>
internal sealed class ScriptedStore : IRequestStore
{
    /// <summary>What happens before a batch is taken.</summary>
    public Func<Task> BeforeAppend { get; set; } = () => Task.CompletedTask;

    public List<IReadOnlyList<RequestEntry>> Batches { get; } = [];

    public IEnumerable<string> Ids => Batches.SelectMany(batch => batch).Select(entry => entry.RequestId);

    public List<DateTimeOffset> Deleted { get; } = [];

    public Func<Task> BeforeDelete { get; set; } = () => Task.CompletedTask;

    public async Task AppendAsync(IReadOnlyList<RequestEntry> batch, CancellationToken cancellationToken)
    {
        await BeforeAppend();
        Batches.Add(batch);
    }

    public async Task DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        Deleted.Add(time);
        await BeforeDelete();
    }

    public Task<IReadOnlyList<RequestEntry>> ReadAsync(RequestQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tests look at what was appended.");
}
