using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Native;

/// <summary>Finds the field that an upstream refuses. It implements the core of Anthropic's API, and Claude Code sends all of it.</summary>
internal static class RefusedFields
{
    // Without these there is no request.
    private static readonly string[] Core = ["model", "messages", "max_tokens", "stream", "system", "tools"];

    // A field, not one of its values, and not a block or header of that name.
    private static readonly string[] Refusals =
        ["extra inputs are not permitted", "extra_forbidden", "unknown field", "unrecognized", "unknown parameter", "unsupported parameter", "is not supported", "not permitted", "unknown name"];

    /// <summary>The field that can be left out; null where the refusal is of something else.</summary>
    /// <param name="refusal">What the upstream said.</param>
    /// <param name="sent">Names of the fields that it was sent.</param>
    public static string? Find(Refusal refusal, IEnumerable<string> sent)
    {
        if (refusal.Status is not (400 or 422)) return null;

        var statements = ComplaintText.Of(refusal.Body).Split('\n')
            .Where(statement => Refusals.Any(word => statement.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        return sent.Except(Core, StringComparer.Ordinal).FirstOrDefault(field => statements.Exists(statement => Names(statement, field)));
    }

    private static bool Names(string statement, string field)
    {
        var at = statement.IndexOf(field, StringComparison.Ordinal);
        if (at < 0) return false;

        var end = at + field.Length;
        return (at == 0 || !IsWord(statement[at - 1])) && (end == statement.Length || !IsWord(statement[end]));
    }

    // "messages.5.thinking" is within a message.
    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '-';
}
