using Microsoft.Extensions.Options;

namespace Pipeline.Workers.Cli.Tasks;

/// <summary>How many tasks this worker takes at once (<c>CLI_MAX_SESSIONS</c>); none any more once it stops.</summary>
internal sealed class TaskSlots(IOptions<CliOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.MaxSessions);
    private volatile bool _closed;

    /// <summary>Takes a slot, if one becomes free within this time.</summary>
    public async Task<bool> TryTakeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        if (!_closed) return true;

        _free.Release();
        await Task.Delay(patience, time, cancellationToken);
        return false;
    }

    /// <summary>Gives a slot back.</summary>
    public void Release() => _free.Release();

    /// <summary>This worker takes no more tasks.</summary>
    public void Close() => _closed = true;

    public void Dispose() => _free.Dispose();
}
