namespace Pipeline.Tokens;

/// <summary>
/// Splits text into the tokens of one encoding. The shape is that of Microsoft.ML.Tokenizers, so that its
/// <c>TiktokenTokenizer</c> can take the place of what is here. Text that looks like a special token, such as
/// <c>&lt;|endoftext|&gt;</c>, is ordinary text: what people write is never a command. Text that is not Unicode
/// counts as with U+FFFD in the place of each part that is none. Safe for use by many threads at once.
/// </summary>
public interface ITokenizer
{
    /// <summary>How many tokens a text has.</summary>
    int CountTokens(ReadOnlySpan<char> text);

    /// <summary>How many tokens a text has.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    int CountTokens(ReadOnlySpan<byte> utf8Text);

    /// <summary>The tokens of a text, in order.</summary>
    IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text);
}
