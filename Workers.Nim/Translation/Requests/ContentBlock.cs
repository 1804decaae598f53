using System.Text.Json;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>A block of a message's content. Content that is a string counts as one block of text.</summary>
internal readonly struct ContentBlock(Field source)
{
    /// <summary>The block itself, for what its type alone has.</summary>
    public Field Field => source;

    public string? Type => IsString ? "text" : source.Text("type");

    /// <summary>
    /// The block's <c>text</c>, whatever its type, so that a type that is not known here still
    /// contributes what it says. Null where there is none or it is empty.
    /// </summary>
    public string? Text
    {
        get
        {
            var text = IsString ? source.Value.GetString() : source.Text("text");
            return text is "" ? null : text;
        }
    }

    private bool IsString => source.Value.ValueKind is JsonValueKind.String;

    /// <summary>The blocks of a content, in order; none where it is absent.</summary>
    /// <exception cref="InvalidRequestException">The content is neither text nor a list.</exception>
    public static IEnumerable<ContentBlock> In(Field? content)
    {
        if (content is not { } field) return [];

        return field.Value.ValueKind is JsonValueKind.String
            ? [new ContentBlock(field)]
            : field.Items().Select(item => new ContentBlock(item));
    }
}
