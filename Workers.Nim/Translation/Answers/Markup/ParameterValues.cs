using System.Text;
using Pipeline.Transport.Frames.Events;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Makes the JSON object of a call whose parameters were written as bare text.</summary>
internal static class ParameterValues
{
    public static string ToJson(ToolCatalogue tools, string tool, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var json = new JsonOutput().Raw("{"u8);
        var separator = string.Empty;
        foreach (var (key, text) in parameters)
        {
            json.Raw(separator).Quoted(key).Raw(":"u8);
            WriteValue(json, WithoutFrame(text), ParameterTypes.Of(tools.ParameterSchema(tool, key)));
            separator = ",";
        }

        return Encoding.UTF8.GetString(json.Raw("}"u8).Take());
    }

    private static void WriteValue(JsonOutput json, string text, ParameterTypes types)
    {
        var literal = text.Trim();
        // Models trained on Python write True.
        if (types.OnlyBoolean && bool.TryParse(literal, out var flag)) json.Raw(flag ? "true"u8 : "false"u8);
        else if (types.Admit(JsonObjects.KindOf(literal))) json.Raw(literal);
        else json.Quoted(text);
    }

    // Templates put a value on lines of its own.
    private static string WithoutFrame(string text)
    {
        var start = text.StartsWith('\n') ? 1 : 0;
        var end = text.Length > start && text.EndsWith('\n') ? text.Length - 1 : text.Length;
        return text[start..end];
    }
}
