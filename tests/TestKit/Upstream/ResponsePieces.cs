using System.Collections.Immutable;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Pipeline.TestKit.Upstream;

/// <summary>
/// Writes a body in pieces of given sizes, each flushed by itself, whatever the boundaries of its
/// events. Without sizes each write is a piece.
/// </summary>
internal sealed class ResponsePieces(PipeWriter body, ImmutableArray<int> sizes, CancellationToken interrupted)
{
    private readonly List<byte> _pending = [];
    private int _next;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (sizes.IsEmpty)
        {
            await SendAsync(bytes);
            return;
        }

        _pending.AddRange(bytes.Span);
        while (_pending.Count >= sizes[_next])
        {
            await SendPendingAsync(sizes[_next]);
            _next = (_next + 1) % sizes.Length;
        }
    }

    /// <summary>Sends what does not fill a piece.</summary>
    public Task FlushAsync() => _pending.Count == 0 ? Task.CompletedTask : SendPendingAsync(_pending.Count);

    private async Task SendPendingAsync(int count)
    {
        await SendAsync(_pending[..count].ToArray());
        _pending.RemoveRange(0, count);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        interrupted.ThrowIfCancellationRequested();
        var flush = await body.WriteAsync(bytes, interrupted);

        // The connection's end shows here a moment before the token is cancelled.
        if (flush.IsCompleted) throw new ConnectionAbortedException("The client has left.");
    }
}
