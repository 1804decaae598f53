using Microsoft.Extensions.Hosting;

namespace Pipeline.Workers.Nim.Completion;

/// <summary>
/// The messages that this worker is on, and those it has finished lately. Whether its acknowledgement has reached the
/// broker it cannot know, nor a sender whether its message has: after a failure they come again, and the model need not be
/// asked twice.
/// </summary>
internal sealed class Deliveries(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>How long a finished message is remembered: 10 min, longer than any requester waits for a broker.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Running> _messages = [];
    private readonly Queue<(Guid MessageId, long Finished)> _finished = new();

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>
    /// Does a message's work, or waits for it where it is under way or finished. A delivery whose connection is lost does not
    /// wait, as the bus would consume nothing more until it had; the work goes on, and the message's next delivery
    /// waits for it.
    /// </summary>
    /// <param name="messageId">The message, which keeps its id however often it comes.</param>
    /// <param name="work">The work; false where the message's next delivery has to begin anew. Its token fires when the process stops.</param>
    /// <param name="delivery">Fires when the delivery's connection is lost, and where the process stops and has waited long enough.</param>
    /// <exception cref="OperationCanceledException">The delivery has fired.</exception>
    public async Task OnceAsync(Guid? messageId, Func<CancellationToken, Task<bool>> work, CancellationToken delivery)
    {
        var running = Begin(messageId ?? Guid.NewGuid(), work);
        using var stop = delivery.UnsafeRegister(_ => StopWithProcess(running), null);
        await running.Task.WaitAsync(delivery).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.Task.IsCompleted && !IsStopping) throw new OperationCanceledException("The delivery's connection is lost; the work goes on.", delivery);

        await running.Task;
    }

    private Running Begin(Guid messageId, Func<CancellationToken, Task<bool>> work)
    {
        lock (_gate)
        {
            ForgetOldest();
            if (_messages.TryGetValue(messageId, out var known)) return known;

            // The token's source is left to the collector: a cancellation may be under way, and it holds no timer.
            var stop = new CancellationTokenSource();
            var running = new Running(Task.Run(() => RunAsync(messageId, work, stop.Token), CancellationToken.None), stop);
            _messages.Add(messageId, running);
            return running;
        }
    }

    private async Task RunAsync(Guid messageId, Func<CancellationToken, Task<bool>> work, CancellationToken stop)
    {
        var isFinished = false;
        try
        {
            isFinished = await work(stop);
        }
        finally
        {
            lock (_gate)
            {
                if (isFinished) _finished.Enqueue((messageId, time.GetTimestamp()));
                else _messages.Remove(messageId);
            }
        }
    }

    private void ForgetOldest()
    {
        while (_finished.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Finished) > RememberedFor) _messages.Remove(_finished.Dequeue().MessageId);
    }

    private void StopWithProcess(Running running)
    {
        if (IsStopping) running.Stop.Cancel();
    }

    private sealed record Running(Task Task, CancellationTokenSource Stop);
}
