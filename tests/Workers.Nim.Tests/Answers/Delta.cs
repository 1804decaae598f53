using System.Globalization;
using System.Text;

namespace Pipeline.Workers.Nim.Tests.Answers;

/// <summary>Writes upstream chunks as servers send them.</summary>
internal static class Delta
{
    public static string Text(string text) => Of($$"""{"content":{{Json(text)}}}""");

    public static string Reasoning(string text) => Of($$"""{"reasoning_content":{{Json(text)}}}""");

    public static string Finish(string reason) => Choice($$"""{"index":0,"delta":{},"finish_reason":"{{reason}}"}""");

    /// <summary>One piece of a tool call; parts that are null are left out.</summary>
    public static string Call(int? index = null, string? id = null, string? name = null, string? arguments = null) =>
        Of($$"""{"tool_calls":[{{Piece(index, id, name, arguments)}}]}""");

    public static string Piece(int? index = null, string? id = null, string? name = null, string? arguments = null)
    {
        var function = Fields(("name", name is null ? null : Json(name)), ("arguments", arguments is null ? null : Json(arguments)));
        return Fields(
            ("index", index?.ToString(CultureInfo.InvariantCulture)),
            ("id", id is null ? null : Json(id)),
            ("type", "\"function\""),
            ("function", function));
    }

    public static string Of(string delta) => Choice($$"""{"index":0,"delta":{{delta}},"finish_reason":null}""");

    public static string Choice(string choice) =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{choice}}],"usage":null}""";

    /// <summary>Escapes everything but ASCII, so that half a surrogate pair survives, as Python servers do.</summary>
    public static string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\' or < ' ' or > '~') json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else json.Append(character);
        }

        return json.Append('"').ToString();
    }

    private static string Fields(params (string Name, string? Json)[] fields) =>
        $"{{{string.Join(',', fields.Where(field => field.Json is not null).Select(field => $"\"{field.Name}\":{field.Json}"))}}}";
}
