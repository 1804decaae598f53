namespace Pipeline.Workers.Telegram.Rendering;

/// <summary>Somebody else's text as a part of one of our own lines.</summary>
internal static class OneLine
{
    /// <summary>The text without line breaks, cut where it is too long, which an ellipsis tells.</summary>
    public static string Of(string text, int max)
    {
        // No more is looked at than can be shown, as it may be very long.
        var start = text.AsSpan().TrimStart();
        var line = start[..Math.Min(start.Length, max + 1)].ToString().ReplaceLineEndings(" ").TrimEnd();
        return line.Length <= max ? line : $"{line.AsSpan(0, Graphemes.LastBorder(line, max - 1)).TrimEnd()}…";
    }
}
