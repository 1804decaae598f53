namespace Pipeline.Workers.Nim.Quirks.Limits;

/// <summary>A prompt that does not fit.</summary>
/// <param name="PromptTokens">Its tokens, more than the maximum.</param>
/// <param name="Maximum">Tokens that a prompt may have; room for an answer is left out where it is known.</param>
internal sealed record PromptOverflow(int PromptTokens, int Maximum)
{
    /// <summary>Anthropic's own words for it, on which Claude Code compacts by itself (with 400 <c>invalid_request_error</c>).</summary>
    public string Message => $"prompt is too long: {PromptTokens} tokens > {Maximum} maximum";

    /// <summary>An overflow that the upstream reported, with our own numbers where it gave none.</summary>
    /// <param name="promptTokens">Tokens of the prompt, as reported.</param>
    /// <param name="window">The model's window, as reported or known.</param>
    /// <param name="prompt">Our own measure of the prompt.</param>
    public static PromptOverflow Reported(int? promptTokens, int? window, PromptTokens prompt)
    {
        var maximum = window ?? Math.Max(1, (promptTokens ?? prompt.Likely) - 1);
        return new PromptOverflow(Math.Max(promptTokens ?? prompt.Likely, maximum + 1), maximum);
    }
}
