using Pipeline.Tokens.Prompts.Texts;

namespace Pipeline.Tokens.Prompts.Images;

/// <summary>
/// Counts images as Anthropic documents it (https://docs.anthropic.com/en/docs/build-with-claude/vision): one token for
/// 750 pixels, after a larger image has been scaled down to 1,568 pixels on its long edge and to some 1,600 tokens.
/// Other providers count in ways of their own, for the most part fewer.
/// </summary>
internal static class ImageTokens
{
    private const double PixelsPerToken = 750;
    private const double LongestEdge = 1_568;

    /// <summary>The tokens of an image in base64, the inside of a JSON string.</summary>
    public static int Of(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\')) return Of(ImageSize.Read(new Base64Bytes(escaped)));

        // Some writers escape + and /, or break the lines.
        using var base64 = JsonText.Unescape(escaped);
        return Of(ImageSize.Read(new Base64Bytes(Base64Bytes.WithoutLines(base64.Span))));
    }

    /// <summary>The tokens of an image of this size; null is one that is not known.</summary>
    public static int Of(ImageSize? size)
    {
        if (size is not { Width: > 0, Height: > 0 } known) return Overheads.UnknownImage;

        var scale = Math.Min(1, LongestEdge / Math.Max(known.Width, known.Height));
        return (int)Math.Min(Overheads.UnknownImage, Math.Ceiling(known.Width * scale * known.Height * scale / PixelsPerToken));
    }
}
