namespace Pipeline.TestKit.Grammar;

/// <summary>Passes on what is written and keeps a copy of it, up to a number of bytes.</summary>
internal sealed class CopyingStream(Stream inner, int maxBytes) : Stream
{
    private readonly MemoryStream _copy = new();

    public ReadOnlySpan<byte> Bytes => _copy.GetBuffer().AsSpan(0, (int)_copy.Length);

    /// <summary>Whether more was written than is kept.</summary>
    public bool IsCut { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_copy.Length + buffer.Length <= maxBytes) _copy.Write(buffer.Span);
        else IsCut = true;
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Servers write asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _copy.Dispose();
        base.Dispose(disposing);
    }
}
