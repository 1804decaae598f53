using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Joins the texts of separate blocks.</summary>
internal static class Paragraphs
{
    /// <summary>The texts with a blank line between them, each untouched; empty where there are none.</summary>
    public static string Join(IEnumerable<string> texts) => string.Join(ContentPartsConverter.Separator, texts);
}
