namespace Pipeline.Persistence.RequestLog;

/// <summary>One answered <c>POST /v1/messages</c>. Unknown values are null.</summary>
public sealed record RequestEntry
{
    /// <summary>The <c>request-id</c> that the client was given; unique.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the request came, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The client's <c>user-agent</c>. Nothing of its token is kept, not even a hash: all clients present the
    /// same one, so it would tell none apart, and a weak one could be guessed from it.
    /// </summary>
    public string? Client { get; init; }

    /// <summary>The conversation, as Claude Code names it (<c>x-claude-code-session-id</c>).</summary>
    public string? Session { get; init; }

    /// <summary>The node of a message tree whose run asked, as its verified token names it; null where no run did.</summary>
    public string? Node { get; init; }

    /// <summary>The model that the client named.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>What answered: one of <see cref="RequestRoutes"/>.</summary>
    public string? Route { get; init; }

    /// <summary>The provider that was asked.</summary>
    public string? Provider { get; init; }

    /// <summary>The model that was asked, as the provider names it.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the client asked for a stream.</summary>
    public bool? Stream { get; init; }

    /// <summary>Tokens of the prompt that the provider's cache did not have; an estimate where the answer was cut.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Tokens of the prompt that came out of the provider's cache.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Tokens of the answer; null where it was cut.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Milliseconds until the answer's first content could be sent; all of it at once where nothing is streamed.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Milliseconds until the request had ended.</summary>
    public required double DurationMs { get; init; }

    /// <summary>How it ended.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>The HTTP status that was sent; null where the client had left before.</summary>
    public int? Status { get; init; }

    /// <summary>Anthropic's error type, where an error was sent.</summary>
    public string? ErrorType { get; init; }

    /// <summary>How many attempts of workers the ingress has seen begin; 0 where none took it.</summary>
    public int Attempts { get; init; }

    /// <summary>The request's body, only where <c>REQUEST_LOG_CONTENT</c> says so; cut at <see cref="RequestLogOptions.MaxPromptBytes"/>.</summary>
    public string? Prompt { get; init; }

    /// <summary>The answer's text, only where <c>REQUEST_LOG_CONTENT</c> says so; cut at <see cref="RequestLogOptions.MaxAnswerLength"/>.</summary>
    public string? Answer { get; init; }
}
