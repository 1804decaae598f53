using System.Runtime.CompilerServices;

namespace Pipeline.TestKit.Upstream;

/// <summary>The requests of one kind in their order of arrival, and waits on them.</summary>
public sealed class RequestLog
{
    private readonly Func<int> _nextOrder;
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly HashSet<RecordedRequest> _inFlight = [];
    private readonly List<Wait> _waits = [];
    private int _count;
    private int _peak;
    private Exception? _misuse;

    internal RequestLog(Func<int> nextOrder) => _nextOrder = nextOrder;

    /// <summary>
    /// Whether requests are kept, which is so unless a test sends so many that it only wants them counted.
    /// </summary>
    public bool KeepsRequests { get; set; } = true;

    /// <summary>All requests so far that are kept.</summary>
    public IReadOnlyList<RecordedRequest> All
    {
        get { lock (_lock) return [.. _requests]; }
    }

    /// <summary>How many have arrived.</summary>
    public int Count
    {
        get { lock (_lock) return _count; }
    }

    /// <summary>
    /// How many are being answered. One counts until just before its last bytes are written, so that a
    /// client which then sends its next request never counts twice.
    /// </summary>
    public int InFlight
    {
        get { lock (_lock) return _inFlight.Count; }
    }

    /// <summary>The most that were ever in flight together.</summary>
    public int PeakInFlight
    {
        get { lock (_lock) return _peak; }
    }

    /// <summary>Waits for the n-th request, from 1.</summary>
    public async Task<RecordedRequest> NthAsync(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        await WhenAsync(log => log.Count >= n, $"request {n}");
        return All[n - 1];
    }

    /// <summary>Waits until none is in flight.</summary>
    public Task WhenIdleAsync() => WhenAsync(log => log.InFlight == 0, "no request in flight");

    /// <summary>Waits until the condition holds; it is checked at each change of the log.</summary>
    public async Task WhenAsync(
        Func<RequestLog, bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var met = Register(condition);
        try
        {
            await met.Soon(what);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message} ({Count} arrived, {InFlight} in flight)", timeout);
        }
    }

    internal void Arrive(RecordedRequest request) => Change(() =>
    {
        request.Order = _nextOrder();
        _count++;
        if (KeepsRequests) _requests.Add(request);
        _inFlight.Add(request);
        _peak = Math.Max(_peak, _inFlight.Count);
    });

    internal void Leave(RecordedRequest request) => Change(() => _inFlight.Remove(request));

    internal void Fail(Exception misuse) => Change(() => _misuse ??= misuse);

    private Task Register(Func<RequestLog, bool> condition)
    {
        lock (_lock)
        {
            var wait = new Wait(condition, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!Settle(wait)) _waits.Add(wait);
            return wait.Met.Task;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _waits.RemoveAll(Settle);
        }
    }

    private bool Settle(Wait wait)
    {
        if (_misuse is not null) return wait.Met.TrySetException(_misuse);
        return wait.Condition(this) && wait.Met.TrySetResult();
    }

    private sealed record Wait(Func<RequestLog, bool> Condition, TaskCompletionSource Met);
}
