using System.Runtime.InteropServices;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Tokens.Prompts.Images;

/// <summary>The size of an image in pixels, as its first bytes tell it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ImageSize(int Width, int Height)
{
    private const int HeaderLength = 30;

    /// <summary>Reads the size of a PNG, GIF, WebP or JPEG; null where it is neither, or broken.</summary>
    public static ImageSize? Read(Base64Bytes image)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!image.TryRead(0, header)) return null;

        if (header[1..].StartsWith("PNG\r\n"u8)) return new(ReadInt32BigEndian(header[16..]), ReadInt32BigEndian(header[20..]));
        if (header.StartsWith("GIF8"u8)) return new(ReadUInt16LittleEndian(header[6..]), ReadUInt16LittleEndian(header[8..]));
        if (header.StartsWith("RIFF"u8) && header[8..].StartsWith("WEBP"u8)) return OfWebP(header);
        return JpegSize.Read(image);
    }

    private static ImageSize? OfWebP(ReadOnlySpan<byte> header)
    {
        var format = header[12..];
        if (format.StartsWith("VP8X"u8)) return new(1 + UInt24(header[24..]), 1 + UInt24(header[27..]));
        if (format.StartsWith("VP8 "u8)) return new(ReadUInt16LittleEndian(header[26..]) & 0x3FFF, ReadUInt16LittleEndian(header[28..]) & 0x3FFF);
        if (!format.StartsWith("VP8L"u8)) return null;

        var bits = ReadUInt32LittleEndian(header[21..]);
        return new(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
