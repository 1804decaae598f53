using System.Threading.Channels;
using Pipeline.Persistence.RequestLog;
using Pipeline.TestKit;

namespace Pipeline.Ingress.Tests.Hosting;

/// <summary>A request log that tests read row by row.</summary>
internal sealed class NotedRequests : IRequestLog
{
    private readonly Channel<RequestEntry> _entries = Channel.CreateUnbounded<RequestEntry>();

    /// <summary>Rows that nobody has taken yet.</summary>
    public int Count => _entries.Reader.Count;

    public void Add(RequestEntry entry) => Assert.True(_entries.Writer.TryWrite(entry));

    /// <summary>Waits for the next row.</summary>
    public Task<RequestEntry> NextAsync() => _entries.Reader.ReadAsync().AsTask().Soon();
}
