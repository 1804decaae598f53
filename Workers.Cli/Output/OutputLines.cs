using System.Buffers;
using System.IO.Pipelines;

namespace Pipeline.Workers.Cli.Output;

/// <summary>
/// Cuts a process's output into lines of any length, in bounded memory: a line beyond the limit is read over and
/// counted, not kept.
/// </summary>
internal sealed class OutputLines(Stream output, int longestLine, IdleWatch idle) : IAsyncDisposable
{
    /// <summary>The longest line that is read, in bytes: 32 MiB, as no model request may be longer.</summary>
    public const int LongestLine = 32 * 1024 * 1024;

    // Lines of megabytes come in tool results; small buffers would make thousands of pieces of them.
    private const int BufferBytes = 64 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(output, new StreamPipeReaderOptions(bufferSize: BufferBytes));
    private ReadOnlySequence<byte> _buffer;
    private long _scanned;
    private bool _complete;

    /// <summary>The line, without its end; valid until the next is read. Empty where it was too long.</summary>
    public ReadOnlySequence<byte> Current { get; private set; }

    /// <summary>How long the line was that was too long to be kept; 0 for every other.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Whether the output was given up before its end, as somebody kept it open after the process had ended.</summary>
    public bool GivenUp { get; private set; }

    /// <summary>Reads the next line; false at the end. What follows the last line end counts as a line.</summary>
    public async ValueTask<bool> MoveNextAsync()
    {
        (Current, SkippedBytes) = (default, 0);
        while (true)
        {
            if (_buffer.Slice(_scanned).PositionOf((byte)'\n') is { } end) return Take(_buffer.Slice(0, end), _buffer.GetPosition(1, end));
            if (_complete) return !(_buffer.IsEmpty && SkippedBytes == 0) && Take(_buffer, _buffer.End);

            await ReadMoreAsync();
        }
    }

    /// <summary>Gives up waiting: whatever has been read so far is the end.</summary>
    public void GiveUp() => _reader.CancelPendingRead();

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private async ValueTask ReadMoreAsync()
    {
        if (_buffer.Length > longestLine)
        {
            SkippedBytes += _buffer.Length;
            _buffer = _buffer.Slice(_buffer.End);
        }

        _scanned = _buffer.Length;
        _reader.AdvanceTo(_buffer.Start, _buffer.End);
        idle.Wait();
        var read = await _reader.ReadAsync(CancellationToken.None);
        idle.Pause();
        _buffer = read.Buffer;
        GivenUp |= read.IsCanceled;
        _complete = read.IsCompleted || GivenUp;
    }

    private bool Take(ReadOnlySequence<byte> line, SequencePosition next)
    {
        if (SkippedBytes > 0 || line.Length > longestLine) SkippedBytes += line.Length;
        else Current = line;

        _buffer = _buffer.Slice(next);
        _scanned = 0;
        return true;
    }
}
