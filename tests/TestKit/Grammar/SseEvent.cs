using System.Text;

namespace Pipeline.TestKit.Grammar;

/// <summary>One event of an SSE body.</summary>
/// <param name="Name">Its <c>event:</c> line; null where events were not taken from SSE.</param>
/// <param name="Data">Its <c>data:</c> lines, joined.</param>
internal sealed record SseEvent(string? Name, string Data)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Splits a body into its events.</summary>
    public static IReadOnlyList<SseEvent> ReadAll(ReadOnlySpan<byte> body, out IReadOnlyList<string> violations)
    {
        var found = new List<string>();
        violations = found;
        var events = new List<SseEvent>();
        var text = Decode(body, found);
        if (text.Length > 0 && !text.EndsWith("\n\n", StringComparison.Ordinal))
            found.Add("SSE: the body does not end with an empty line, so its last event is never dispatched.");

        foreach (var part in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)) ReadOne(part, events, found);
        return events;
    }

    private static string Decode(ReadOnlySpan<byte> body, List<string> violations)
    {
        try
        {
            return Strict.GetString(body).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException exception)
        {
            violations.Add($"SSE: the body is not UTF-8: {exception.Message}");
            return Encoding.UTF8.GetString(body);
        }
    }

    private static void ReadOne(string part, List<SseEvent> events, List<string> violations)
    {
        string? name = null;
        string? data = null;
        foreach (var line in part.Split('\n'))
        {
            if (line.Length == 0 || line[0] == ':') continue;

            var colon = line.IndexOf(':');
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? string.Empty : line[(colon + 1)..];
            if (value.StartsWith(' ')) value = value[1..];
            switch (field)
            {
                case "event": name = value; break;
                case "data": data = data is null ? value : $"{data}\n{value}"; break;
                case "id" or "retry": break;
                default: violations.Add($"SSE event {events.Count}: unknown field \"{field}\"."); break;
            }
        }

        if (data is null && name is null) return;
        if (name is null) violations.Add($"SSE event {events.Count}: no event line.");
        events.Add(new SseEvent(name ?? string.Empty, data ?? string.Empty));
    }
}
