using System.Text;

namespace Pipeline.Workers.Telegram.Limits;

/// <summary>What people are told of their limits.</summary>
internal static class LimitWords
{
    private const double ShortestMinutes = 90;
    private const double ShortestHours = 90;

    /// <summary>Why a message was not taken, and when the next will be.</summary>
    public static string Refusal(LimitDecision decision) => decision.Exceeded is { } window
        ? $"Give me a moment, please: I take {Count(window.Limit, "message")} {AnyOf(window)} from each person. Send this one again in {Time(decision.Wait)}."
        : throw new ArgumentException("The message was taken.", nameof(decision));

    /// <summary>A person's limits, and what today's runs have used.</summary>
    public static string Usage(IReadOnlyList<WindowUsage> windows, DaySpending today)
    {
        var text = new StringBuilder("Your messages:\n");
        foreach (var window in windows) text.Append($"• last {window.Window.Unit}: {Used(window)}\n");

        var tokens = today.Tokens;
        text.Append($"\nToday ({today.Day:yyyy-MM-dd}, UTC):\n");
        text.Append($"• {tokens.InputTokens:N0} tokens read, {tokens.OutputTokens:N0} written\n");
        text.Append($"• {tokens.CacheReadInputTokens:N0} more read from the cache, {tokens.CacheCreationInputTokens:N0} written to it\n");
        text.Append($"• ${today.CostUsd:N2} at Claude's list price, which is not what the model used costs");
        return text.ToString();
    }

    /// <summary>A time to wait in words; never shorter than it is.</summary>
    public static string Time(TimeSpan time)
    {
        var seconds = Math.Max(1, Math.Ceiling(time.TotalSeconds));
        if (seconds < ShortestMinutes) return Count((long)seconds, "second");

        var minutes = (long)Math.Ceiling(time.TotalMinutes);
        if (minutes < ShortestHours) return Count(minutes, "minute");

        var rest = minutes % 60;
        return rest == 0 ? Count(minutes / 60, "hour") : $"{Count(minutes / 60, "hour")} and {Count(rest, "minute")}";
    }

    private static string Used(WindowUsage usage) =>
        usage.Left is { } left ? $"{usage.Used} of {usage.Window.Limit} used, {left} left" : "no limit";

    private static string AnyOf(LimitWindow window) => window.Unit == "hour" ? "an hour" : $"a {window.Unit}";

    private static string Count(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
