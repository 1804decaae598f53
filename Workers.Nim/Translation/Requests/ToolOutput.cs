using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>What a tool returned: text, which names its images by number, and the images.</summary>
internal sealed record ToolOutput(string Text, IReadOnlyList<ImagePart> Images)
{
    /// <summary>Reads a <c>tool_result</c> block.</summary>
    /// <param name="result">The block.</param>
    /// <param name="imagesBefore">How many images of the same turn have a number already.</param>
    public static ToolOutput Read(ContentBlock result, int imagesBefore)
    {
        var texts = new List<string>();
        var images = new List<ImagePart>();
        foreach (var block in ContentBlock.In(result.Field.Member("content")))
        {
            if (block.Type is "image")
            {
                images.Add(ImageBlocks.Read(block));
                texts.Add($"[image {imagesBefore + images.Count} below]");
            }
            else if (TextOf(block) is { } text)
            {
                texts.Add(text);
            }
        }

        var output = Paragraphs.Join(texts);
        return new ToolOutput(result.Field.IsTrue("is_error") ? AsError(output) : OrPlaceholder(output), images);
    }

    private static string? TextOf(ContentBlock block) => block.Type switch
    {
        "document" => DocumentBlocks.Read(block),
        "tool_reference" when block.Field.Text("tool_name") is { } name => $"Tool {name} is loaded and can be called now.",
        _ => block.Text,
    };

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
