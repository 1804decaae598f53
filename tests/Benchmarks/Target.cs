namespace Pipeline.Benchmarks;

/// <summary>One side of a comparison: where to ask, with what, and how its first content looks.</summary>
internal sealed record Target(Uri Server, byte[] Request, byte[] Content)
{
    /// <summary>The pipeline, asked by Anthropic's protocol.</summary>
    public static Target Pipeline(Uri server, byte[] body) =>
        new(server, RawConnection.Request(server, "/v1/messages?beta=true", body), "text_delta"u8.ToArray());

    /// <summary>The upstream itself, asked by OpenAI's protocol.</summary>
    public static Target Direct(Uri server, byte[] body) =>
        new(server, RawConnection.Request(server, "/v1/chat/completions", body), "\"content\":\""u8.ToArray());
}
