using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>What a tool returned.</summary>
/// <param name="Text">The text, which names its images by number.</param>
/// <param name="TextWithoutImages">The text for a model that takes no images; null where there are none.</param>
/// <param name="Images">The images.</param>
internal sealed record ToolOutput(string Text, string? TextWithoutImages, IReadOnlyList<ImagePart> Images)
{
    /// <summary>Reads a <c>tool_result</c> block.</summary>
    /// <param name="result">The block.</param>
    /// <param name="imagesBefore">How many images of the same turn have a number already.</param>
    /// <param name="names">Gives tools that the text names their names on the wire.</param>
    public static ToolOutput Read(ContentBlock result, int imagesBefore, WireToolNames names)
    {
        var texts = new List<string?>();
        var images = new List<ImagePart>();
        foreach (var block in ContentBlock.In(result.Field.Member("content")))
        {
            if (block.Type is "image")
            {
                images.Add(ImageBlocks.Read(block));
                texts.Add(null);
            }
            else if (TextOf(block, names) is { } text)
            {
                texts.Add(text);
            }
        }

        var isError = result.Field.IsTrue("is_error");
        return new ToolOutput(
            Join(texts, image => $"[image {imagesBefore + image} below]", isError),
            images.Count == 0 ? null : Join(texts, _ => ImageBlocks.Note, isError),
            images);
    }

    private static string? TextOf(ContentBlock block, WireToolNames names) => block.Type switch
    {
        "document" => DocumentBlocks.Read(block),
        "tool_reference" when block.Field.Text("tool_name") is { } name => $"Tool {names.Of(name)} is loaded and can be called now.",
        _ => block.Text,
    };

    /// <summary>The texts, with something in the place of each image, which is null among them.</summary>
    private static string Join(IEnumerable<string?> texts, Func<int, string> imageText, bool isError)
    {
        var image = 0;
        var output = Paragraphs.Join(texts.Select(text => text ?? imageText(++image)));
        return isError ? AsError(output) : OrPlaceholder(output);
    }

    // An empty result reads like a failure to some models and is refused by some upstreams.
    private static string OrPlaceholder(string output) =>
        string.IsNullOrWhiteSpace(output) ? "(no output)" : output;

    // Chat completions have no is_error; the words say it unless the tool's own already do.
    private static string AsError(string output)
    {
        var start = output.AsSpan().TrimStart();
        var isEvident = start.StartsWith("error", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<tool_use_error>", StringComparison.Ordinal);
        return isEvident ? output : $"Error: {OrPlaceholder(output)}";
    }
}
