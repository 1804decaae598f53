namespace Pipeline.Ingress.LocalAnswers;

/// <summary>Counts the tokens of a whole request, for answers that no provider counts.</summary>
internal interface IPromptTokens
{
    /// <summary>Tokens of a Messages request; at least 1, as a client would show none as an empty context.</summary>
    /// <param name="body">The request, which has been checked.</param>
    int Count(ReadOnlySpan<byte> body);
}

/// <summary>The usual rule of thumb: four bytes to a token.</summary>
internal sealed class EstimatedPromptTokens : IPromptTokens
{
    private const int BytesPerToken = 4;

    public int Count(ReadOnlySpan<byte> body) => Math.Max(1, body.Length / BytesPerToken);
}
