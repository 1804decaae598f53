namespace Pipeline.Tokens.Prompts;

/// <summary>Claude Code's first system text, which changes from request to request and is sent to no model.</summary>
public static class BillingHeader
{
    private static ReadOnlySpan<byte> Mark => "x-anthropic-billing-header:"u8;

    private static ReadOnlySpan<byte> LineBreak => "\\n"u8;

    /// <summary>The inside of a JSON string without its first line and the empty ones behind it, if that is the header.</summary>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith(Mark)) return text;

        // An escaped backslash before an n is no line break.
        var at = 0;
        while (at < text.Length && !text[at..].StartsWith(LineBreak)) at += text[at] == (byte)'\\' ? 2 : 1;
        while (text[at..].StartsWith(LineBreak)) at += LineBreak.Length;
        return text[at..];
    }
}
