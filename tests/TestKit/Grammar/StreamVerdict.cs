namespace Pipeline.TestKit.Grammar;

/// <summary>What a validator found.</summary>
public sealed record StreamVerdict
{
    /// <summary>What is wrong, each with the event it is wrong at. Empty for a good stream.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>What the events fold to, as far as they go.</summary>
    public required FoldedMessage Message { get; init; }

    /// <summary>The error that ended the stream, itself no violation.</summary>
    public StreamError? Error { get; init; }

    /// <summary>The message of a good stream.</summary>
    /// <exception cref="StreamGrammarException">The stream breaks the grammar.</exception>
    public FoldedMessage EnsureValid() => Violations.Count == 0 ? Message : throw new StreamGrammarException(Violations);

    /// <summary>The message of a good stream that was not ended by an error.</summary>
    /// <exception cref="StreamGrammarException">The stream breaks the grammar or ends with an error.</exception>
    public FoldedMessage EnsureComplete()
    {
        var message = EnsureValid();
        return Error is null ? message : throw new StreamGrammarException([$"The stream ended with {Error}."]);
    }
}

/// <summary>A stream that no client of Anthropic's API could rely on.</summary>
public sealed class StreamGrammarException : Exception
{
    public StreamGrammarException()
    {
    }

    public StreamGrammarException(string message)
        : base(message)
    {
    }

    public StreamGrammarException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StreamGrammarException(IReadOnlyList<string> violations)
        : base(string.Join(Environment.NewLine, violations))
    {
    }
}
