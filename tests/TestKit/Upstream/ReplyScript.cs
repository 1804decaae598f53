namespace Pipeline.TestKit.Upstream;

/// <summary>Decides which reply a request gets: the queue first, then the function, then the default.</summary>
internal sealed class ReplyScript
{
    private static readonly UpstreamReply Ok = UpstreamReply.Answer("ok");
    private static readonly UpstreamReply NativeOk = NativeReply.Answer("ok");

    private readonly Lock _lock = new();
    private readonly Queue<UpstreamReply> _queue = [];

    public Func<RecordedRequest, UpstreamReply?>? Responder { get; set; }

    public UpstreamReply? Default { get; set; } = Ok;

    public int Queued
    {
        get { lock (_lock) return _queue.Count; }
    }

    public void Enqueue(IEnumerable<UpstreamReply> replies)
    {
        lock (_lock)
        {
            foreach (var reply in replies) _queue.Enqueue(reply);
        }
    }

    public UpstreamReply Next(RecordedRequest request)
    {
        lock (_lock)
        {
            if (_queue.TryDequeue(out var queued)) return queued;
        }

        return Responder?.Invoke(request) ?? (request.IsNative && ReferenceEquals(Default, Ok) ? NativeOk : Default) ?? throw new InvalidOperationException(
            $"Request {request.Order} to the fake upstream has no reply: the queue is empty, and there is neither a responder's nor a default one.");
    }
}
