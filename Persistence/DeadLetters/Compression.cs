using System.IO.Compression;

namespace Pipeline.Persistence.DeadLetters;

/// <summary>Messages are mostly JSON, and shrink to a fraction.</summary>
internal static class Compression
{
    public static byte[] Compress(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.Optimal)) brotli.Write(bytes);
        return output.ToArray();
    }

    public static byte[] Decompress(byte[] compressed)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress)) brotli.CopyTo(output);
        return output.ToArray();
    }
}
