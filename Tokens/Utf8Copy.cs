using System.Buffers;
using System.Text;

namespace Pipeline.Tokens;

/// <summary>A text in UTF-8, in a rented buffer that goes back when this is disposed of.</summary>
internal readonly ref struct Utf8Copy : IDisposable
{
    private readonly byte[] _buffer;

    public Utf8Copy(ReadOnlySpan<char> text)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Span = _buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, _buffer));
    }

    /// <summary>The text; a lone surrogate has become U+FFFD.</summary>
    public ReadOnlySpan<byte> Span { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
