using System.IO.Compression;

namespace Pipeline.Tokens.BytePairs;

/// <summary>Unpacks the vocabulary that the assembly carries; <c>Data/make-vocabulary.cjs</c> says how it is packed.</summary>
internal static class VocabularyResource
{
    private const string Name = "cl100k_base.br";
    private const int Tokens = 100_256;

    public static Vocabulary Read()
    {
        using var packed = typeof(VocabularyResource).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The assembly carries no {Name}.");
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream(capacity: 1 << 20);
        brotli.CopyTo(unpacked);
        var bytes = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
        return new Vocabulary(bytes[..Tokens], bytes[Tokens..]);
    }
}
