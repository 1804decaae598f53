using System.Buffers.Binary;

namespace Pipeline.Tokens.Prompts.Images;

/// <summary>Finds the size of a JPEG, which stands behind its previews and colour profiles.</summary>
internal static class JpegSize
{
    private const int MostSegments = 1_000;
    private const byte Mark = 0xFF;

    public static ImageSize? Read(Base64Bytes image)
    {
        Span<byte> start = stackalloc byte[2];
        if (!image.TryRead(0, start) || !start.SequenceEqual<byte>([Mark, 0xD8])) return null;

        var at = start.Length;
        Span<byte> segment = stackalloc byte[9];
        for (var count = 0; count < MostSegments && image.TryRead(at, segment) && segment[0] == Mark; count++)
        {
            if (IsFrame(segment[1])) return new ImageSize(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));

            // Marks may be repeated to fill up.
            at += segment[1] == Mark ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        }

        return null;
    }

    // 0xC4, 0xC8 and 0xCC are tables.
    private static bool IsFrame(byte type) => type is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
