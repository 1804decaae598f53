using Pipeline.Contracts.Transcripts;
using Pipeline.Workers.Telegram.Views.Content.Steps;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>Says what an agent does at the moment.</summary>
internal static class Activity
{
    public static string Of(StepList steps, RunEnded? end)
    {
        if (end is not null) return "🏁 finishing";

        var underWay = steps.Kept.OfType<ToolStep>().Where(step => step.IsUnderWay).ToList();
        var agents = underWay.Count(step => step.IsSubAgent);
        if (agents > 0) return agents == 1 ? "🤖 1 sub-agent" : $"🤖 {agents} sub-agents";
        if (underWay is [.., var tool]) return underWay.Count == 1 ? $"🔧 {tool.Name}" : $"🔧 {tool.Name} and {underWay.Count - 1} more";
        return steps.Last switch
        {
            TextStep when steps.Open is not null => "✍️ writing",
            NoteStep => "⏳ waiting",
            _ => "💭 thinking",
        };
    }
}
