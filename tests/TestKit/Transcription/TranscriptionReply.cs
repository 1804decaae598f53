namespace Pipeline.TestKit.Transcription;

/// <summary>How the fake transcription server behaves to one request.</summary>
public sealed record TranscriptionReply
{
    /// <summary>HTTP status. Default 200.</summary>
    public int Status { get; init; } = 200;

    /// <summary>What it hears; it is wrapped as the called API does.</summary>
    public string Text { get; init; } = "";

    /// <summary>A body in place of that of the API.</summary>
    public string? Body { get; init; }

    /// <summary>Value of <c>Retry-After</c>.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Whether the connection breaks off instead of an answer.</summary>
    public bool Breaks { get; init; }

    /// <summary>Whether no answer comes while the client waits.</summary>
    public bool Hangs { get; init; }

    /// <summary>A transcript.</summary>
    public static TranscriptionReply Of(string text) => new() { Text = text };

    /// <summary>An error.</summary>
    public static TranscriptionReply Error(int status, string? retryAfter = null) =>
        new() { Status = status, Body = $$"""{ "error": { "message": "status {{status}}" } }""", RetryAfter = retryAfter };
}
