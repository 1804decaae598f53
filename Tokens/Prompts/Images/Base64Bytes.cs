using System.Buffers.Text;

namespace Pipeline.Tokens.Prompts.Images;

/// <summary>Reads single bytes out of base64, wherever they are, without decoding the rest.</summary>
/// <param name="base64">The text, without line breaks.</param>
internal readonly ref struct Base64Bytes(ReadOnlySpan<byte> base64)
{
    private const int CharactersOfGroup = 4;
    private const int BytesOfGroup = 3;

    private readonly ReadOnlySpan<byte> _base64 = base64;

    /// <summary>Takes the line breaks out of a text, in its place.</summary>
    public static ReadOnlySpan<byte> WithoutLines(Span<byte> text)
    {
        var length = 0;
        foreach (var character in text)
        {
            if (character > ' ') text[length++] = character;
        }

        return text[..length];
    }

    /// <summary>Reads as many bytes as there is room for; false where there are not so many, or it is no base64.</summary>
    public bool TryRead(int offset, Span<byte> bytes)
    {
        var skipped = offset % BytesOfGroup;
        var groups = (skipped + bytes.Length + BytesOfGroup - 1) / BytesOfGroup;
        var start = (long)offset / BytesOfGroup * CharactersOfGroup;
        if (start >= _base64.Length) return false;

        Span<byte> decoded = stackalloc byte[groups * BytesOfGroup];
        var text = _base64[(int)start..];
        Base64.DecodeFromUtf8(text[..Math.Min(text.Length, groups * CharactersOfGroup)], decoded, out _, out var written, isFinalBlock: false);
        if (written < skipped + bytes.Length) return false;

        decoded.Slice(skipped, bytes.Length).CopyTo(bytes);
        return true;
    }
}
