namespace Pipeline.Tokens.Prompts;

/// <summary>
/// What a prompt has in tokens besides the tokens of its texts. Neither Anthropic nor most providers publish how they write
/// a request down for the model; these are what the templates of open models (ChatML and its kin) write around
/// the parts, counted in cl100k_base. Texts themselves are counted as they are, and JSON (schemas, inputs of tools) as it
/// was sent. Ids of calls, cache marks, signatures and citations count nothing.
/// </summary>
internal static class Overheads
{
    /// <summary>What opens the answer.</summary>
    public const int Request = 3;

    /// <summary>A message's role and the marks around it; the system prompt counts as a message.</summary>
    public const int Message = 4;

    /// <summary>How to call tools, said once where there are any.</summary>
    public const int Tools = 87;

    /// <summary>What stands around a tool's name, description and schema.</summary>
    public const int Tool = 23;

    /// <summary>What stands around the name and the input of a call.</summary>
    public const int ToolUse = 16;

    /// <summary>What stands around a call's result.</summary>
    public const int ToolResult = 9;

    /// <summary>The tags around thinking.</summary>
    public const int Thinking = 7;

    /// <summary>Of an image that is not at hand: by its address, or of a format that is not known. It is the most that one counts.</summary>
    public const int UnknownImage = 1_600;

    /// <summary>Of a document that is not at hand.</summary>
    public const int UnknownDocument = DocumentPage;

    /// <summary>A page of a PDF, which the model gets as text and as an image.</summary>
    public const int DocumentPage = 3_000;

    /// <summary>Bytes of a PDF to a page, roughly: how many it really has is not read.</summary>
    public const int BytesOfDocumentPage = 75_000;

    /// <summary>Pages of the longest PDF that Anthropic takes.</summary>
    public const int MostDocumentPages = 100;

    /// <summary>Bytes to a token of what is encrypted, and is taken to be as long as what it hides.</summary>
    public const int BytesOfHiddenToken = 4;
}
