using System.Text;

namespace Pipeline.Workers.Optimizer.Answers;

/// <summary>Counts the tokens of a text.</summary>
internal interface ITextTokens
{
    /// <summary>Tokens of the text; none for an empty one.</summary>
    int Count(string text);
}

/// <summary>The usual rule of thumb: four bytes to a token, and one more for what is left over.</summary>
internal sealed class EstimatedTextTokens : ITextTokens
{
    private const int BytesPerToken = 4;

    public int Count(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;
}
