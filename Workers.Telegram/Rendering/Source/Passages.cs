using System.Text;

namespace Pipeline.Workers.Telegram.Rendering.Source;

/// <summary>A text in parts that stand alone: cut at blank lines outside of code.</summary>
internal static class Passages
{
    public static IEnumerable<string> Of(string markdown)
    {
        var fence = new FenceState();
        var start = 0;
        foreach (var range in Lines.Of(markdown))
        {
            var line = markdown.AsSpan(range);
            fence.Read(line);
            if (fence.IsOpen || !line.IsWhiteSpace()) continue;
            if (range.Start.Value > start) yield return markdown[start..range.Start.Value];
            start = Math.Min(range.End.Value + 1, markdown.Length);
        }

        if (start < markdown.Length) yield return markdown[start..];
    }

    /// <summary>The passages in as few parts as possible, none longer than the limit unless a passage is.</summary>
    public static IEnumerable<string> Gather(string markdown, int limit)
    {
        if (markdown.Length <= limit) return [markdown];
        var parts = new List<StringBuilder>();
        foreach (var passage in Of(markdown))
        {
            if (parts.Count == 0 || parts[^1].Length + passage.Length > limit) parts.Add(new StringBuilder());
            parts[^1].Append(passage).Append('\n');
        }

        return parts.Select(part => part.ToString());
    }
}
