using System.Text;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>Translates <c>document</c> blocks, which chat completions do not have, to text.</summary>
internal static class DocumentBlocks
{
    /// <summary>The document's title, context and text; a note in the text's place where it has none.</summary>
    public static string Read(ContentBlock block)
    {
        var title = block.Field.Text("title");
        var source = block.Field.Member("source");
        if (TextOf(source) is not { Length: > 0 } text) return Note(title, source);

        var heading = title is null ? null : $"[document \"{title}\"]";
        return Paragraphs.Join(new[] { heading, block.Field.Text("context"), text }.OfType<string>());
    }

    private static string? TextOf(Field? source) => source?.Text("type") switch
    {
        "text" => source.Value.Text("data"),
        "content" => Paragraphs.Join(
            ContentBlock.In(source.Value.Member("content")).Select(block => block.Text).OfType<string>()),
        "base64" when IsText(source.Value.Text("media_type")) => Decode(source.Value.Member("data")),
        _ => null,
    };

    private static bool IsText(string? mediaType) =>
        mediaType is "application/json" || mediaType?.StartsWith("text/", StringComparison.Ordinal) is true;

    private static string? Decode(Field? data) => data?.Value.TryGetBytesFromBase64(out var bytes) is true
        ? Encoding.UTF8.GetString(bytes)
        : null;

    private static string Note(string? title, Field? source)
    {
        var name = title is null ? "" : $" \"{title}\"";
        var origin = source?.Text("media_type") ?? source?.Text("url");
        return $"[document{name}{(origin is null ? "" : $" ({origin})")} could not be shown to this model]";
    }
}
