using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Workers.Nim.Json;

namespace Pipeline.Workers.Nim.Quirks.Complaints;

/// <summary>
/// A refusal as plain lines, one statement on each, whatever form it came in: OpenAI's, pydantic's lists,
/// problem details, JSON inside JSON strings as OpenRouter has it, an event of a stream, or text.
/// </summary>
internal static partial class ComplaintText
{
    private const int MaxLength = 16_000;
    private const int MaxStatement = 4_000;
    private const int MaxNesting = 4;

    public static string Of(ReadOnlySpan<byte> body) => Of(Encoding.UTF8.GetString(body));

    public static string Of(string body)
    {
        var lines = new StringBuilder();
        AddText(lines, name: null, body, nesting: 0);
        return lines.ToString(0, Math.Min(lines.Length, MaxLength));
    }

    private static void AddText(StringBuilder lines, string? name, string text, int nesting)
    {
        var json = text.AsSpan().Trim();
        if (json.StartsWith("data:", StringComparison.Ordinal)) json = json["data:".Length..].Trim();
        if (nesting < MaxNesting && json is ['{' or '[', ..] && TryParse(json, out var value)) Add(lines, name, value, nesting + 1);
        else AddLine(lines, name, text);
    }

    private static void Add(StringBuilder lines, string? name, JsonElement value, int nesting)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when IsFieldError(value):
                AddLine(lines, name: null, FieldError(value));
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Add(lines, member.Name, member.Value, nesting);
                if (value.Text("param") is { } parameter && value.Text("code") is { } code) AddLine(lines, parameter, code);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Add(lines, name, item, nesting);
                break;
            case JsonValueKind.String:
                AddText(lines, name, value.GetString()!, nesting);
                break;
            case JsonValueKind.Number:
                AddLine(lines, name, value.GetRawText());
                break;
        }
    }

    /// <summary>
    /// pydantic's <c>{"loc": ["body", "top_k"], "msg": …, "type": …}</c>. Its <c>input</c>, a copy of what was
    /// sent, is left out: people's words must not be taken for the provider's. Only that it is null counts.
    /// </summary>
    private static string FieldError(JsonElement error)
    {
        var location = error.GetProperty("loc");
        var place = location.ValueKind is JsonValueKind.Array ? string.Join('.', location.EnumerateArray()) : $"{location}";
        var isNull = error.TryGetProperty("input", out var input) && input.ValueKind is JsonValueKind.Null;
        return $"{place}: {error.Text("msg")} ({error.Text("type")}){(isNull ? " input is null" : "")}";
    }

    private static bool IsFieldError(JsonElement value) => value.TryGetProperty("loc", out _) && value.TryGetProperty("msg", out _);

    private static void AddLine(StringBuilder lines, string? name, string text)
    {
        if (lines.Length > MaxLength) return;
        if (name is not null) lines.Append(name).Append(": ");

        var statement = text.Length > MaxStatement ? text[..MaxStatement] : text;
        statement = statement.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        lines.Append(Continuation().Replace(statement, ": ")).Append('\n');
    }

    private static bool TryParse(ReadOnlySpan<char> text, out JsonElement value)
    {
        try
        {
            value = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            // Cut off, or Python's idea of JSON: then it is read as text.
            value = default;
            return false;
        }
    }

    // "body -> top_k\n  Extra inputs are not permitted": an indented line belongs to the one before it.
    [GeneratedRegex(@"\s*\n[ \t]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Continuation();
}
