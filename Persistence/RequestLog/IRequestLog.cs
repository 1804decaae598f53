namespace Pipeline.Persistence.RequestLog;

/// <summary>Takes note of requests, beside the hot path.</summary>
public interface IRequestLog
{
    /// <summary>
    /// Notes a request that has ended. Neither waits nor throws: it is written soon, or, where the store is
    /// down for long, gives way to newer ones.
    /// </summary>
    void Add(RequestEntry entry);
}
