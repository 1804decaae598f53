namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>
/// Makes the end of a text that is still being written look as it will: markup that is open is closed, and what may yet
/// become markup (half a link, the first signs of a list or a fence) is held back.
/// </summary>
internal static class UnfinishedMarkdown
{
    public static string Complete(string markdown)
    {
        var fence = new FenceState();
        var (paragraph, lastLine) = (0, 0);
        foreach (var range in Lines.Of(markdown))
        {
            var line = markdown.AsSpan(range);
            lastLine = range.Start.Value;
            if (range.End.Value == markdown.Length && fence.MayClose(line)) return markdown[..lastLine];
            fence.Read(line);
            if (fence.IsOpen || fence.Closed || line.IsWhiteSpace()) paragraph = Math.Min(range.End.Value + 1, markdown.Length);
        }

        if (fence.IsOpen || paragraph >= markdown.Length) return markdown;
        if (IsSignsOnly(markdown.AsSpan(lastLine))) markdown = markdown[..lastLine].TrimEnd();
        if (paragraph >= markdown.Length) return markdown;
        return string.Concat(markdown.AsSpan(0, paragraph), OpenMarkup.Close(markdown[paragraph..]));
    }

    /// <summary>Under a paragraph a lone dash would make a heading of it, until the list item is there that it begins.</summary>
    private static bool IsSignsOnly(ReadOnlySpan<char> line) => line.Trim().Trim("-=*_+#>|:`~ ").IsEmpty;
}
