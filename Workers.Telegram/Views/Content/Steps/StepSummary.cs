using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>What a task did before it ended, folded: how much, and of that as many lines as may be.</summary>
internal static class StepSummary
{
    // About a quarter of a message.
    private const int Length = 1200;

    /// <summary>The summary; empty where the agent only spoke.</summary>
    /// <param name="steps">What it did.</param>
    /// <param name="answer">What is shown in full and needs no line.</param>
    public static FormattedText Of(StepList steps, TextStep? answer)
    {
        var lines = steps.Kept.Where(step => step != answer).Select(step => step.Summary).Where(line => !line.IsEmpty).ToList();
        if (lines.Count == 0) return FormattedText.Empty;

        var shown = new Stack<FormattedText>();
        for (int at = lines.Count - 1, length = 0; at >= 0 && (length += lines[at].Text.Length) <= Length; at--) shown.Push(lines[at]);
        var before = steps.Dropped + lines.Count - shown.Count;
        var head = before == 0 ? Steps(lines.Count) : $"{Steps(before + shown.Count)}, the last of them:";
        return FormattedText.Join([FormattedText.Of(head), .. shown], "\n").Folded();
    }

    private static string Steps(int count) => count == 1 ? "1 step" : $"{count} steps";
}
