using Pipeline.Transport.Bus;

namespace Pipeline.Transport.RabbitMq;

/// <summary>What this process knows of its broker.</summary>
internal sealed class BrokerState(TimeProvider time) : ITransportState, IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _blocked = new();
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _trouble = "The broker has not been reached yet.";
    private long _since = time.GetTimestamp();
    private int _openings;
    private bool _isBlocked;
    private bool _publishes;
    private bool _receives;

    public string? Trouble
    {
        get
        {
            lock (_gate) return _trouble;
        }
    }

    public TimeSpan TroubleFor => Elapsed(inTrouble: true);

    public TimeSpan ReadyFor => Elapsed(inTrouble: false);

    public bool IsBlocked
    {
        get
        {
            lock (_gate) return _isBlocked;
        }
    }

    public int Reconnections
    {
        get
        {
            lock (_gate) return Math.Max(0, _openings - 1);
        }
    }

    public CancellationToken Blocked
    {
        get
        {
            lock (_gate) return _blocked.Token;
        }
    }

    /// <summary>Waits until commands can be sent and frames come in.</summary>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The broker takes what is published; does not count while it has said that it holds publishers back.</summary>
    public void Publishes()
    {
        lock (_gate)
        {
            if (!_isBlocked) Note(publishes: true, receives: null, trouble: null);
        }
    }

    /// <summary>Frames come in.</summary>
    public void Receives()
    {
        lock (_gate) _openings++;
        Note(publishes: null, receives: true, trouble: null);
    }

    /// <summary>The broker does not take what is published, for a reason.</summary>
    public void CannotPublish(string reason) => Note(publishes: false, receives: null, reason);

    /// <summary>No frames come in, for a reason.</summary>
    public void CannotReceive(string reason) => Note(publishes: null, receives: false, reason);

    /// <summary>The broker holds publishers back, for a reason; what was sent meanwhile hangs.</summary>
    public void Block(string reason)
    {
        CancellationTokenSource blocked;
        lock (_gate)
        {
            _isBlocked = true;
            CannotPublish(reason);
            (blocked, _blocked) = (_blocked, new CancellationTokenSource());
        }

        // Not disposed: whoever took its token just before may still register.
        blocked.Cancel();
    }

    /// <summary>The broker no longer holds publishers back, or the connection on which it did is gone.</summary>
    public void Unblock()
    {
        lock (_gate) _isBlocked = false;
    }

    public void Dispose() => _blocked.Dispose();

    private void Note(bool? publishes, bool? receives, string? trouble)
    {
        lock (_gate)
        {
            _publishes = publishes ?? _publishes;
            _receives = receives ?? _receives;
            if (_publishes && _receives) BeReady();
            else BeInTrouble(trouble);
        }
    }

    private void BeReady()
    {
        if (_trouble is null) return;

        (_trouble, _since) = (null, time.GetTimestamp());
        _ready.TrySetResult();
    }

    private void BeInTrouble(string? reason)
    {
        if (_trouble is null)
        {
            _since = time.GetTimestamp();
            _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _trouble = reason ?? _trouble ?? "The broker is being reached.";
    }

    private TimeSpan Elapsed(bool inTrouble)
    {
        lock (_gate) return _trouble is not null == inTrouble ? time.GetElapsedTime(_since) : TimeSpan.Zero;
    }
}
