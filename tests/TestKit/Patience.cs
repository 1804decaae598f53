using System.Runtime.CompilerServices;

namespace Pipeline.TestKit;

/// <summary>
/// Bounds waits for things that should happen: a wait ends with its condition, and the limit only
/// turns a test that would hang into one that says what it waited for.
/// </summary>
public static class Patience
{
    /// <summary>How long a test waits for something that should happen at once: 30 seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Awaits the task; a <see cref="TimeoutException"/> names it if it does not end in time.</summary>
    public static async Task Soon(this Task task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        try
        {
            await task.WaitAsync(Limit, TimeProvider.System);
        }
        catch (TimeoutException timeout) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds} s in vain for: {what}", timeout);
        }
    }

    /// <summary>Asks again and again until the condition holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!await condition())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException($"Waited {Limit.TotalSeconds} s in vain for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <inheritdoc cref="Soon(Task, string?)"/>
    public static async Task<T> Soon<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        await Soon((Task)task, what);
        return await task;
    }
}
