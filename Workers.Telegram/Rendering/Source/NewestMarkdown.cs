namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>The end of a long text, cut where a passage begins; within code, the fence is opened again.</summary>
internal static class NewestMarkdown
{
    public static string Of(string markdown, int newest)
    {
        var earliest = markdown.Length - newest;
        if (earliest <= 0) return markdown;

        var fence = new FenceState();
        var afterBlank = false;
        (int Start, string Opening)? inCode = null;
        foreach (var range in Lines.Of(markdown))
        {
            var start = range.Start.Value;
            var line = markdown.AsSpan(range);
            if (start >= earliest)
            {
                if (afterBlank) return markdown[start..];
                if (fence.IsOpen) inCode ??= (start, fence.Opening);
            }

            fence.Read(line);
            afterBlank = !fence.IsOpen && line.IsWhiteSpace();
        }

        if (inCode is { } code) return $"{code.Opening}\n{markdown[code.Start..]}";
        return markdown[(char.IsLowSurrogate(markdown[earliest]) ? earliest + 1 : earliest)..];
    }
}
