using System.Buffers;
using System.IO.Pipelines;

namespace Pipeline.Workers.Nim.Upstream;

/// <summary>
/// Reads the <c>data:</c> lines of a chat completion stream. Each line is one chunk: some servers
/// separate events by a single line break, others leave out the last one, so lines count here, not
/// the blank lines between events. A body that is one JSON document instead is one chunk. Which of the
/// two it is shows in its first character; servers err in their <c>Content-Type</c>.
/// </summary>
/// <param name="body">The response's body.</param>
internal sealed class EventStreamReader(Stream body) : IAsyncDisposable
{
    // A line holds one chunk; nothing honest is longer.
    private const int MaxLineBytes = 32 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private readonly PipeReader _pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
    private ReadOnlySequence<byte> _unread;
    private Form _form;
    private bool _atEnd;

    private enum Form
    {
        Unknown,
        Lines,
        Document,
    }

    /// <summary>The body is one JSON text, so that its end needs no other mark.</summary>
    public bool IsDocument => _form == Form.Document;

    /// <summary>True once the stream has ended, whether whole or cut.</summary>
    public bool AtEnd => _atEnd && _unread.IsEmpty;

    /// <summary>Waits for more bytes; afterwards <see cref="TryRead"/> yields what has become whole.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">A line is too long to be a chunk, or the body is a web page.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _pipe.AdvanceTo(_unread.Start, _unread.End);
        var result = await _pipe.ReadAsync(cancellationToken);
        _unread = result.Buffer;
        _atEnd = result.IsCompleted;
        if (_unread.Length > MaxLineBytes) throw new InvalidDataException($"it sent a line of over {MaxLineBytes} bytes");
        if (_form == Form.Unknown) Recognize();
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

    private void Recognize()
    {
        var reader = new SequenceReader<byte>(_unread);
        if (!reader.IsNext(ByteOrderMark, advancePast: true) && reader.Length < ByteOrderMark.Length && !_atEnd) return;

        reader.AdvancePastAny(" \t\r\n"u8);
        if (!reader.TryPeek(out var first)) return;
        if (first == (byte)'<') throw new InvalidDataException("it answered with a web page");

        _form = first is (byte)'{' or (byte)'[' ? Form.Document : Form.Lines;
        _unread = reader.UnreadSequence;
    }

    private bool TryReadLine(out ReadOnlySequence<byte> line)
    {
        line = default;
        if (_form == Form.Lines && _unread.PositionOf((byte)'\n') is { } position)
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
        if (IsDocument) return true;

        var reader = new SequenceReader<byte>(line);
        if (!reader.IsNext("data:"u8, advancePast: true)) return false;

        reader.AdvancePastAny((byte)' ', (byte)'\t');
        data = WithoutSpaceAtEnd(reader.UnreadSequence);
        return data.Length > 0;
    }

    private static ReadOnlySequence<byte> WithoutSpaceAtEnd(ReadOnlySequence<byte> data)
    {
        while (data.Length > 0 && data.Slice(data.Length - 1).FirstSpan[0] is (byte)'\r' or (byte)' ' or (byte)'\t')
            data = data.Slice(0, data.Length - 1);
        return data;
    }
}
