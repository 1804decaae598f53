using System.Linq.Expressions;
using Pipeline.Persistence.State;

namespace Pipeline.Workers.Nim.Tests.Quirks.Learning;

/// <summary>State that answers when the test says so.</summary>
internal sealed class ScriptedState : IStateStore
{
    private int _calls;
    private int _changes;

    /// <summary>What every call waits for.</summary>
    public TaskCompletionSource Answer { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls so far.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Changes that were stored.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public async Task<T?> ReadAsync<T>(object key, CancellationToken cancellationToken)
        where T : class
    {
        await AnswerAsync(cancellationToken);
        return null;
    }

    public async Task<IReadOnlyList<T>> ReadAllAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        await AnswerAsync(cancellationToken);
        return [];
    }

    public async Task ChangeAsync(Func<IStateChange, Task> change, CancellationToken cancellationToken)
    {
        await AnswerAsync(cancellationToken);
        Interlocked.Increment(ref _changes);
    }

    private Task AnswerAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Answer.Task.WaitAsync(cancellationToken);
    }
}
