using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Persistence.Files;

namespace Pipeline.Persistence.RequestLog.Writing;

/// <summary>
/// Gathers entries and writes them in batches, behind the requests. While the store is down they wait; when
/// too many do, the oldest are given up and counted.
/// </summary>
internal sealed class RequestLogWriter : IRequestLog, IHostedService, IAsyncDisposable
{
    /// <summary>Entries that may wait.</summary>
    public const int MaxPending = 10_000;

    private const long MaxPendingCharacters = 32 * 1024 * 1024;
    private const int BatchSize = 500;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly PendingEntries _pending = new(MaxPending, MaxPendingCharacters);
    private readonly IRequestStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<RequestLogWriter> _log;
    private readonly WriteBehind _writing;

    // Kept until it is written: it is older than all that wait.
    private IReadOnlyList<RequestEntry> _batch = [];
    private long? _reported;

    public RequestLogWriter(IRequestStore store, TimeProvider time, ILogger<RequestLogWriter> log)
    {
        (_store, _time, _log) = (store, time, log);
        _writing = new WriteBehind("the request log", WriteAsync, time, log);
    }

    public void Add(RequestEntry entry)
    {
        try
        {
            _pending.Add(entry);
            _writing.NoteChange();
        }
        catch (ObjectDisposedException)
        {
            _log.LogWarning("{RequestId} ended after the request log was closed; it is not noted", entry.RequestId);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what waits; a request that ends later is written when this is disposed of.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writing.FlushAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            _log.LogWarning(fault, "The request log could not be written at shutdown; it is tried once more");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        _reported = null;
        ReportDropped();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        ReportDropped();
        while (true)
        {
            if (_batch.Count == 0) _batch = _pending.Take(BatchSize);
            if (_batch.Count == 0) return;

            await AppendAsync(_batch, cancellationToken);
            _batch = [];
        }
    }

    private async Task AppendAsync(IReadOnlyList<RequestEntry> batch, CancellationToken cancellationToken)
    {
        try
        {
            await _store.AppendAsync(batch, cancellationToken);
        }
        catch (RequestsRefusedException fault)
        {
            // Kept, it would hold up all that come after it.
            _log.LogError(fault, "{Count} requests were dropped from the request log, as its store refuses them", batch.Count);
        }
    }

    private void ReportDropped()
    {
        if (_reported is { } last && _time.GetElapsedTime(last) < ReportInterval) return;
        if (_pending.TakeDropped() is not (> 0 and var dropped)) return;

        _reported = _time.GetTimestamp();
        _log.LogWarning("{Count} requests were dropped from the request log, as more came than could be written", dropped);
    }
}
