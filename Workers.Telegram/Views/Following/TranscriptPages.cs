using Microsoft.Extensions.Logging;
using Pipeline.Contracts.Transcripts;
using Pipeline.Persistence.Transcripts;

namespace Pipeline.Workers.Telegram.Views.Following;

/// <summary>Some stored events, and whether there are more.</summary>
internal sealed record TranscriptPage(IReadOnlyList<StoredEvent> Events, bool HasMore);

/// <summary>Reads transcripts page by page, so that however many are followed little of them is in memory.</summary>
internal sealed class TranscriptPages(ITranscriptStore store, ILogger<TranscriptPages> log)
{
    private const int PageBytes = 256 * 1024;

    private int _isAway;

    /// <summary>Reads the events after a position; null where the store fails, which is logged once until it can be read again.</summary>
    public async Task<TranscriptPage?> TryReadAsync(Guid nodeId, TranscriptPosition after, CancellationToken cancellationToken)
    {
        try
        {
            var page = await ReadAsync(nodeId, after, cancellationToken);
            if (Interlocked.Exchange(ref _isAway, 0) == 1) log.LogInformation("Transcripts can be read again");
            return page;
        }
        catch (Exception fault)
        {
            if (!cancellationToken.IsCancellationRequested && Interlocked.Exchange(ref _isAway, 1) == 0)
                log.LogWarning("Transcripts cannot be read; what comes as frames is shown meanwhile, and it is tried again: {Reason}", fault.Message);
            return null;
        }
    }

    private async Task<TranscriptPage> ReadAsync(Guid nodeId, TranscriptPosition after, CancellationToken cancellationToken)
    {
        List<StoredEvent> events = [];
        var bytes = 0;
        await foreach (var stored in store.ReadAsync(nodeId, after, cancellationToken))
        {
            events.Add(stored);
            bytes += stored.Payload.Length;
            if (bytes >= PageBytes) return new TranscriptPage(events, HasMore: true);
        }

        return new TranscriptPage(events, HasMore: false);
    }
}
