using Pipeline.Persistence.RequestLog;

namespace Pipeline.Persistence.Tests.RequestLog;

/// <summary>Entries as tests need them.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static RequestEntry At(DateTimeOffset time, string id = "req_1") => new()
    {
        RequestId = id,
        Time = time,
        DurationMs = 1,
        Outcome = RequestOutcome.Completed,
    };

    /// <summary>An entry with every field filled.</summary>
    public static RequestEntry Full { get; } = new()
    {
        RequestId = "req_full",
        Time = Noon.AddMilliseconds(123),
        Client = "claude-cli/2.1.330 (external, cli)",
        Session = "14e422b6-3470-40db-9353-47f75002e835",
        Node = "0199f3c2a5e87d0f8f6b0c1d2e3f4a5b",
        RequestedModel = "claude-opus-5",
        Route = RequestRoutes.Model,
        Provider = "nvidia_nim",
        Model = "z-ai/glm4.7",
        Stream = true,
        InputTokens = 1200,
        CachedTokens = 1000,
        OutputTokens = 34,
        FirstTokenMs = 120.5,
        DurationMs = 4567.25,
        Outcome = RequestOutcome.Interrupted,
        Status = 200,
        ErrorType = "api_error",
        Attempts = 2,
        Prompt = "{\"messages\":[\"zwölf\n'Boxkämpfer'\"]}",
        Answer = "grün 🙂\n",
    };
}
