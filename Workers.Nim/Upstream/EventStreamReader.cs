using System.Buffers;
using System.IO.Pipelines;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>
/// Reads the <c>data:</c> lines of a chat completion stream. Each line is one chunk: some servers
/// separate events by a single line break, others leave out the last one, so lines count here, not
/// the blank lines between events. A body that is one JSON document instead is one chunk.
/// </summary>
/// <param name="body">The response's body.</param>
/// <param name="isEventStream">Whether the response said it was <c>text/event-stream</c>.</param>
internal sealed class EventStreamReader(Stream body, bool isEventStream) : IAsyncDisposable
{
    // A line holds one chunk; nothing honest is longer.
    private const int MaxLineBytes = 32 * 1024 * 1024;

    private readonly PipeReader _pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
    private ReadOnlySequence<byte> _unread;
    private bool _atEnd;

    /// <summary>True once the stream has ended, whether whole or cut.</summary>
    public bool AtEnd => _atEnd && _unread.IsEmpty;

    /// <summary>Waits for more bytes; afterwards <see cref="TryRead"/> yields what has become whole.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">A line is too long to be a chunk.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _pipe.AdvanceTo(_unread.Start, _unread.End);
        var result = await _pipe.ReadAsync(cancellationToken);
        _unread = result.Buffer;
        _atEnd = result.IsCompleted;
        if (_unread.Length > MaxLineBytes) throw new InvalidDataException($"it sent a line of over {MaxLineBytes} bytes");
    }

    /// <summary>Takes the next chunk that is whole, if there is one. It is valid until the next <see cref="FillAsync"/>.</summary>
    public bool TryRead(out ReadOnlySequence<byte> chunk)
    {
        while (TryReadLine(out var line))
        {
            if (IsData(line, out chunk)) return true;
        }

        chunk = default;
        return false;
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    private bool TryReadLine(out ReadOnlySequence<byte> line)
    {
        line = default;
        if (!isEventStream && !_atEnd) return false;

        var end = isEventStream ? _unread.PositionOf((byte)'\n') : null;
        if (end is { } position)
        {
            line = _unread.Slice(0, position);
            _unread = _unread.Slice(_unread.GetPosition(1, position));
            return true;
        }

        // At the end what is left is a line too, with or without its line break.
        if (!_atEnd || _unread.IsEmpty) return false;
        line = _unread;
        _unread = _unread.Slice(_unread.End);
        return true;
    }

    private bool IsData(ReadOnlySequence<byte> line, out ReadOnlySequence<byte> data)
    {
        data = line;
        if (!isEventStream) return true;

        var reader = new SequenceReader<byte>(line);
        if (!reader.IsNext("data:"u8, advancePast: true)) return false;

        reader.AdvancePastAny((byte)' ', (byte)'\t');
        data = reader.UnreadSequence;
        var length = data.Length;
        if (length > 0 && data.Slice(length - 1).FirstSpan[0] == '\r') data = data.Slice(0, length - 1);
        return data.Length > 0;
    }
}
