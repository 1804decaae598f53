using System.Globalization;
using System.Text.Json;

namespace Pipeline.Workers.Nim.Json;

/// <summary>Reads JSON that may be anything: what is missing or of an unexpected kind is null.</summary>
internal static class JsonMembers
{
    public static JsonElement? Member(this JsonElement? parent, string name) => parent is { } value ? value.Member(name) : null;

    public static JsonElement? Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : null;

    public static IEnumerable<JsonElement> Items(this JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>The texts of a list; null where there is no list.</summary>
    public static IReadOnlyList<string>? Texts(this JsonElement? list) => list is { ValueKind: JsonValueKind.Array }
        ? [.. list.Items().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : null;

    /// <summary>A text that is not empty.</summary>
    public static string? Text(this JsonElement? parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } filled ? filled : null;

    public static string? Text(this JsonElement parent, string name) => ((JsonElement?)parent).Text(name);

    public static bool? Flag(this JsonElement? parent, string name) => parent.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    /// <summary>A count of at least 1, also where it is written as a text or with decimals.</summary>
    public static int? Count(this JsonElement? parent, string name) => parent.Number(name) is >= 1 and var number
        ? (int)Math.Min(number, int.MaxValue)
        : null;

    public static double? Number(this JsonElement? parent, string name) => parent.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) => value,
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };
}
