namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>The lines of a text as ranges, without their ends.</summary>
internal static class Lines
{
    public static IEnumerable<Range> Of(string text)
    {
        var start = 0;
        while (start <= text.Length)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            yield return start..end;
            start = end + 1;
        }
    }
}
