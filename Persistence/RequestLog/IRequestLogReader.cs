namespace Pipeline.Persistence.RequestLog;

/// <summary>Reads what has been noted.</summary>
public interface IRequestLogReader
{
    /// <summary>Reads a page of requests, the newest first.</summary>
    Task<IReadOnlyList<RequestEntry>> ReadAsync(RequestQuery query, CancellationToken cancellationToken);
}
