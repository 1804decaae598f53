namespace Pipeline.Tokens.Tests.Prompts;

/// <summary>Notes how many bytes the encoder was given.</summary>
internal sealed class EncodedBytes : ITokenizer
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public int CountTokens(ReadOnlySpan<char> text) => throw new NotSupportedException("Requests are counted in UTF-8.");

    public int CountTokens(ReadOnlySpan<byte> utf8Text)
    {
        Interlocked.Add(ref _count, utf8Text.Length);
        return Cl100kTokenizer.Instance.CountTokens(utf8Text);
    }

    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text) => throw new NotSupportedException("Counting makes no ids.");
}
