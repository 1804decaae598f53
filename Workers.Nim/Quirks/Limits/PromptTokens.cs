namespace Pipeline.Workers.Nim.Quirks.Limits;

/// <summary>How many tokens a prompt has.</summary>
/// <param name="Likely">The best guess.</param>
/// <param name="AtLeast">A number that it certainly does not fall below: on this alone a request is refused.</param>
internal readonly record struct PromptTokens(int Likely, int AtLeast)
{
    /// <summary>Tokens that the answer's budget keeps free for what nobody counted, such as the marks between messages.</summary>
    private const int Slack = 64;

    /// <summary>Whether it is no guess, but what the upstream has counted.</summary>
    public bool IsCounted { get; private init; }

    /// <summary>What the budget of the answer leaves free behind the likely number: the less is known, the more.</summary>
    public int Margin => Slack + ((Likely - AtLeast) / 12);

    /// <summary>A count by the upstream itself or by its own tokenizer.</summary>
    public static PromptTokens Exactly(int tokens) => new(tokens, tokens) { IsCounted = true };

    /// <summary>
    /// The upstream found at least so many, and did not count on: the guess was too low. It rises by a third
    /// each time, so that a few more guesses reach any window.
    /// </summary>
    public PromptTokens FoundAtLeast(int tokens)
    {
        var raised = (int)Math.Min(int.MaxValue, Likely * 4L / 3);
        return new PromptTokens(Math.Max(tokens, raised), Math.Max(tokens, AtLeast));
    }
}
