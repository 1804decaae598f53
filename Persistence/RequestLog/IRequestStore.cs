namespace Pipeline.Persistence.RequestLog;

/// <summary>Keeps the request log.</summary>
internal interface IRequestStore : IRequestLogReader
{
    /// <summary>Appends a batch; one that failed may be given again.</summary>
    /// <exception cref="RequestsRefusedException">This batch will never be taken.</exception>
    Task AppendAsync(IReadOnlyList<RequestEntry> batch, CancellationToken cancellationToken);

    /// <summary>Deletes what is older, in pieces that hold nobody up; a store may keep the rest of a day.</summary>
    Task DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);
}
