using System.Buffers;
using System.Buffers.Text;

namespace Pipeline.Tokens.Prompts.Texts;

/// <summary>Counts the texts of requests, each as it lies in the JSON; those that are long enough to be worth it are counted once.</summary>
internal sealed class TextCounter(ITokenizer tokenizer, KnownCounts known)
{
    /// <summary>Bytes that are encoded about as quickly as they are looked up.</summary>
    private const int WorthKnowing = 64;

    /// <summary>The inside of a string.</summary>
    public int OfString(ReadOnlySpan<byte> escaped)
    {
        if (escaped.Length < WorthKnowing) return Encode(escaped);

        var key = KnownCounts.KeyOf(escaped);
        if (!known.TryFind(key, out var count)) known.Add(key, count = Encode(escaped));
        return count;
    }

    /// <summary>
    /// JSON that the model gets as JSON. It shares what is known with the insides of strings: with a quotation mark
    /// in it it is none of them, and without one it counts the same.
    /// </summary>
    public int OfJson(ReadOnlySpan<byte> json)
    {
        if (json.Length < WorthKnowing) return tokenizer.CountTokens(json);

        var key = KnownCounts.KeyOf(json);
        if (!known.TryFind(key, out var count)) known.Add(key, count = tokenizer.CountTokens(json));
        return count;
    }

    /// <summary>A text in base64; the inside of a string.</summary>
    public int OfBase64(ReadOnlySpan<byte> escaped)
    {
        using var base64 = JsonText.Unescape(escaped);
        using var text = RentedBytes.OfLength(Base64.GetMaxDecodedFromUtf8Length(base64.Span.Length));
        return Base64.DecodeFromUtf8(base64.Span, text.Span, out _, out var length) == OperationStatus.Done ? tokenizer.CountTokens(text.Span[..length]) : 0;
    }

    private int Encode(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\')) return tokenizer.CountTokens(escaped);

        using var text = JsonText.Unescape(escaped);
        return tokenizer.CountTokens(text.Span);
    }
}
