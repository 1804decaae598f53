namespace Pipeline.Workers.Nim.Tests.Upstream;

/// <summary>A stream whose every read yields at most the next of the given numbers of bytes, over and over.</summary>
internal sealed class PiecewiseStream(byte[] bytes, IReadOnlyList<int> sizes) : MemoryStream(bytes)
{
    private int _reads;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = sizes.Count == 0 ? buffer.Length : Math.Max(1, sizes[_reads++ % sizes.Count]);
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
