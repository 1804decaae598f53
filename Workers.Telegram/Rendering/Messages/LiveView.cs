namespace Pipeline.Workers.Telegram.Rendering.Messages;

/// <summary>Shows of a text that still grows the newest part that fits into one message.</summary>
internal static class LiveView
{
    private const string Omission = "…\n";

    /// <summary>How much of a message may be given up for a good place to begin.</summary>
    private const int Slack = 4;

    public static FormattedText Of(FormattedText text, int limit = MessageLimits.Text)
    {
        if (text.Text.Length <= limit) return EntityBudget.Apply(text, isLive: true);

        var first = text.Text.Length - (limit - Omission.Length);
        var last = Math.Min(first + limit / Slack, text.Text.Length - 1);
        var touching = text.Entities.Where(entity => entity.End > first).ToList();
        var start = new CutPoints(text.Text, first, last, touching).First(first, last);
        var newest = TextSlice.Of(text.Text, start, text.Text.Length, touching);
        var marked = newest with
        {
            Text = Omission + newest.Text,
            Entities = [.. newest.Entities.Select(entity => entity with { Offset = entity.Offset + Omission.Length })],
        };
        return EntityBudget.Apply(marked, isLive: true);
    }
}
