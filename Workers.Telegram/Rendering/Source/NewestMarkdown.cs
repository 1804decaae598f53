namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>The end of a long text, cut where a passage begins, or else a line; within code, the fence is opened again.</summary>
internal static class NewestMarkdown
{
    /// <summary>How much may be given up for a good place to begin: a quarter. After a long block of code the next passage may be the last words.</summary>
    private const int Slack = 4;

    public static string Of(string markdown, int newest)
    {
        var earliest = markdown.Length - newest;
        if (earliest <= 0) return markdown;

        var latest = earliest + newest / Slack;
        var fence = new FenceState();
        var afterBlank = false;
        (int Start, string? Opening)? firstLine = null;
        foreach (var range in Lines.Of(markdown))
        {
            var start = range.Start.Value;
            if (start > latest) break;
            if (start >= earliest)
            {
                if (afterBlank) return markdown[start..];
                firstLine ??= (start, Opening(fence));
            }

            var line = markdown.AsSpan(range);
            fence.Read(line);
            afterBlank = !fence.IsOpen && line.IsWhiteSpace();
        }

        var (cut, opening) = firstLine ?? (char.IsLowSurrogate(markdown[earliest]) ? earliest + 1 : earliest, Opening(fence));
        return opening is null ? markdown[cut..] : $"{opening}\n{markdown[cut..]}";
    }

    private static string? Opening(FenceState fence) => fence.IsOpen ? fence.Opening : null;
}
