namespace Pipeline.Workers.Nim.Translation.Answers.Chunks;

/// <summary>
/// The places where servers put reasoning. Some send the same text in several of them for the sake of
/// different clients, so one place is chosen.
/// </summary>
internal struct ReasoningFields
{
    private string? _content;
    private string? _plain;
    private string? _details;
    private string? _parts;

    public readonly string? Chosen => FirstFilled(_content, _plain) ?? FirstFilled(_details, _parts);

    public void Take(ref JsonCursor json)
    {
        if (json.Is("reasoning_content"u8)) _content = json.Text();
        else if (json.Is("reasoning"u8)) _plain = json.Text();
        else if (json.Is("reasoning_details"u8)) _details = JoinItems(ref json);
    }

    /// <summary>Takes the <c>thinking</c> of a content part: a text, or a list of text parts (Mistral).</summary>
    public void TakePart(ref JsonCursor json) => _parts += json.Text() ?? JoinItems(ref json);

    private static string? JoinItems(ref JsonCursor json)
    {
        if (!json.EnterArray()) return null;

        string? joined = null;
        while (json.NextItem())
        {
            if (!json.EnterObject()) continue;

            // An encrypted item has neither: it carries `data`.
            while (json.NextProperty())
            {
                if (json.Is("text"u8) || json.Is("summary"u8)) joined += json.Text();
            }
        }

        return joined;
    }

    private static string? FirstFilled(string? first, string? second)
    {
        if (!string.IsNullOrEmpty(first)) return first;
        return string.IsNullOrEmpty(second) ? null : second;
    }
}
