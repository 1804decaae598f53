using Pipeline.Contracts.Trees;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>Says in one line where a node stands.</summary>
internal static class StatusLine
{
    /// <summary>The line.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="activity">What its agent does at the moment; null where that is not known.</param>
    public static string Of(NodeStatus status, string? activity = null) => status.Change switch
    {
        { State: NodeState.Running } running => WithTime(activity ?? "⏳ starting", status.Now - (running.StartedAt ?? status.SubmittedAt)),
        { State: NodeState.Queued } queued => Queued(queued.Position),
        { } finished => Finished(finished),
        null => activity ?? "🚀 launching",
    };

    /// <summary>How it ended.</summary>
    public static string Finished(NodeChanged change)
    {
        var time = change.StartedAt is { } started ? Durations.Exact(change.ChangedAt - started) : null;
        return change.State switch
        {
            NodeState.Completed => time is null ? "✅ done" : $"✅ done in {time}",
            NodeState.Failed => time is null ? "❌ failed" : $"❌ failed after {time}",
            NodeState.Stopped => time is null ? "⏹ stopped before it began" : $"⏹ stopped after {time}",
            NodeState.Interrupted => time is null ? "⚠️ interrupted" : $"⚠️ interrupted after {time}",
            _ => "🧹 cleared",
        };
    }

    private static string Queued(int? position) => position switch
    {
        null => "🕒 queued",
        0 => "🕒 queued, it is next",
        _ => $"🕒 queued, {position} before it",
    };

    private static string WithTime(string words, TimeSpan time) => Durations.Coarse(time) is { } passed ? $"{words} · {passed}" : words;
}
