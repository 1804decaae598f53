using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Pipeline.Workers.Cli.Output;

/// <summary>
/// Reads members of the CLI's JSON, whose form differs between versions: what is missing or of another kind is null.
/// </summary>
internal static class JsonText
{
    // \uXXXX
    private const int Escape = 6;
    private const string Replacement = @"\ufffd";

    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException)
        {
            // A model has given a member a name that is no text.
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name) => element.Member(name)?.AsText();

    public static string? AsText(this JsonElement element) => element.ValueKind == JsonValueKind.String ? Passages.WithoutNul(Read(element)) : null;

    public static bool Flag(this JsonElement element, string name) => element.Member(name)?.ValueKind == JsonValueKind.True;

    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static double? Amount(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    // JavaScript cuts text anywhere, also within an emoji, and writes the half of it, which .NET refuses to read, as it
    // does bytes that are no UTF-8.
    private static string Read(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return JsonElement.Parse(WithoutHalves(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)))).GetString()!;
        }
    }

    private static string WithoutHalves(string json)
    {
        var whole = new StringBuilder(json.Length);
        for (var at = 0; at < json.Length;)
        {
            var length = Unit(json, at) is not { } unit ? json[at] == '\\' ? 2 : 1
                : !char.IsSurrogate(unit) ? Escape
                : char.IsHighSurrogate(unit) && Unit(json, at + Escape) is { } next && char.IsLowSurrogate(next) ? 2 * Escape
                : 0;
            if (length == 0) whole.Append(Replacement);
            else whole.Append(json, at, length);
            at += length == 0 ? Escape : length;
        }

        return whole.ToString();
    }

    // What \uXXXX stands for; null where the text has none at this place. The JSON is valid, or it had not been parsed.
    private static char? Unit(string json, int at) =>
        at + Escape <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            ? (char)ushort.Parse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
