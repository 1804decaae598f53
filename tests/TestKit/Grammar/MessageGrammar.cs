using System.Text;
using System.Text.Json;

namespace Pipeline.TestKit.Grammar;

/// <summary>Checks answers against the grammar of Anthropic's Messages streams.</summary>
public static class MessageGrammar
{
    /// <summary>Checks a list of event JSONs.</summary>
    public static StreamVerdict Check(IEnumerable<string> events) =>
        Check(events.Select(data => new SseEvent(Name: null, data)), []);

    /// <summary>Checks a list of event JSONs in UTF-8.</summary>
    public static StreamVerdict Check(IEnumerable<ReadOnlyMemory<byte>> events) =>
        Check(events.Select(data => Encoding.UTF8.GetString(data.Span)));

    /// <summary>Checks the body of an SSE response, byte for byte as it came.</summary>
    public static StreamVerdict CheckSse(ReadOnlySpan<byte> body)
    {
        var events = SseEvent.ReadAll(body, out var violations);
        return Check(events, violations);
    }

    private static StreamVerdict Check(IEnumerable<SseEvent> events, IEnumerable<string> violations)
    {
        var checker = new GrammarChecker(violations);
        foreach (var (name, data) in events) Check(checker, name, data);
        return checker.Finish();
    }

    private static void Check(GrammarChecker checker, string? name, string data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            checker.Take(name, document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            checker.TakeUnreadable(data, exception.Message);
        }
    }
}
