using System.Buffers;
using System.Text;

namespace Pipeline.Tokens;

/// <summary>Bytes in a rented buffer, which goes back when this is disposed of.</summary>
internal readonly ref struct RentedBytes : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    private RentedBytes(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    public Span<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>So many bytes, with anything in them.</summary>
    public static RentedBytes OfLength(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    /// <summary>A text in UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public static RentedBytes OfText(ReadOnlySpan<char> text)
    {
        var rented = OfLength(Encoding.UTF8.GetMaxByteCount(text.Length));
        return rented.Cut(Encoding.UTF8.GetBytes(text, rented.Span));
    }

    /// <summary>The same with the first bytes alone; takes the place of this.</summary>
    public RentedBytes Cut(int length) => new(_buffer, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
