using Pipeline.Workers.Nim.Upstream;

namespace Pipeline.Workers.Nim.Native;

/// <summary>Finds the field that an upstream refuses. It implements the core of Anthropic's API, and Claude Code sends all of it.</summary>
internal static class RefusedFields
{
    // Without these there is no request.
    private static readonly string[] Core = ["model", "messages", "max_tokens", "stream", "system", "tools"];

    private static readonly string[] Refusals = ["not permitted", "not supported", "unsupported", "unknown", "unrecognized", "unexpected", "not allowed", "extra_forbidden"];

    /// <summary>The field that can be left out; null where the refusal is of something else.</summary>
    /// <param name="refusal">What the upstream said.</param>
    /// <param name="sent">Names of the fields that it was sent.</param>
    public static string? Find(Refusal refusal, IEnumerable<string> sent)
    {
        if (refusal.Status is not (400 or 422) || !Refusals.Any(word => refusal.Body.Contains(word, StringComparison.OrdinalIgnoreCase))) return null;

        return sent.Except(Core, StringComparer.Ordinal).FirstOrDefault(field => refusal.Body.Contains(field, StringComparison.Ordinal));
    }
}
